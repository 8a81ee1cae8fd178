// What is sent in place of a value, percent-encoded, or on purpose not.

/** No such text may stand in a page as it was sent. */
const MARKUP = [
  '<script>zap()</script>', '"><img src=x onerror=zap()>', `' autofocus onfocus='zap()`, '" onmouseover="zap()', '</title><svg/onload=zap()>',
  '--></textarea><zap>', '<a href=javascript:zap()>x</a>', '" hx-get="/zap" hx-trigger="load',
]

const NUMBERS = [
  'Infinity', '-Infinity', '1e999', 'NaN', '-1', '-0', '0', '0x10', '1e2', '1.5', '1,5', '99999999999999999999', '٣', '１２', ' 7 ', 'null', 'true', '[5]',
]
const INSTANTS = ['2026-02-30', '9999-12-31', '0000-01-01', '-271821-04-20', '+275760-09-13', '2026-11-23T25:00', '2026-11-23T20:00:00+99:99']
const CODE = [
  `' OR 1=1 --`, '1; DROP TABLE usage', '{{7919*7907*7901}}', '${7919*7907*7901}', '<%= 7919*7907*7901 %>', '#{7919*7907*7901}', '$(id)', '=HYPERLINK("http://zap.example")',
  'javascript:zap()',
]
const ELSEWHERE = ['../../../../etc/passwd', '..\\..\\package.json', 'file:///etc/passwd', 'http://zap.example/', '//zap.example', '/\\zap.example']
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
const UNICODE = ['𝕏\u202e\ufeff\u0000', 'İ\u0130ß\u0301']
const RAW = [
  '%00', '%E0%A4%A', '%', '%C0%AF', '%ff', '%ED%A0%80', '%u0041', '%0d%0aset-cookie:%20zap=1', '%0aX-Zap:1', '..%2f..%2fpackage.json', '+', '%252e%252e',
]

/** What a value looks like does not matter to who takes any text: all at once. */
const SENTENCE = [...MARKUP, ...CODE, ...NUMBERS, ...UNICODE].join(' ')

/** For a field that takes only some values. */
export const PAYLOADS: readonly string[] = [
  ...[SENTENCE, ...MARKUP.slice(0, 3), ...NUMBERS, ...INSTANTS, ...CODE.slice(0, 3), ...ELSEWHERE, ...NAMES, 'zap'.repeat(3_500)].map(encodeURIComponent),
  ...RAW, '',
]

/** For a field that takes any text, and fills a page with what it finds of it. */
export const TEXTS: readonly string[] = [
  ...[SENTENCE, 'javascript:zap()', ...ELSEWHERE.slice(-2), ...NAMES, 'zap'.repeat(3_500)].map(encodeURIComponent), ...RAW.slice(0, 9), '',
]

/** For a field that is read as another one that has got all of them. */
export const AGAIN: readonly string[] = [SENTENCE, '__proto__'].map(encodeURIComponent)

/** Names of parameters that nobody asks for; `name` stands for one that is known. */
export const wrongNames = (name: string): string[] => [
  `${name}[]`, `${name}[0]`, `${name}[__proto__]`, '__proto__', '__proto__[admin]', 'constructor[prototype][admin]', name.toUpperCase(),
  ...MARKUP, '%00', '',
]

/** In place of a value in JSON. */
export const JSON_VALUES: readonly unknown[] = [
  null, true, 5, -1, 1.5, 1e21, '', [], ['x'], {}, { a: 1 }, { toString: 'zap' }, [[[]]], ...MARKUP, ...CODE, ...NUMBERS, ...NAMES,
]

/** Bodies that are no form and no object. */
export const BODIES: readonly [type: string, body: string][] = [
  ['application/json', ''], ['application/json', '{'], ['application/json', '[]'], ['application/json', 'null'], ['application/json', '"text"'],
  ['application/json', '{"__proto__":{"admin":true}}'], ['application/json', '{"constructor":{"prototype":{"admin":true}}}'],
  ['application/json', `${'['.repeat(20_000)}`], ['application/json;', '{}'], ['application/json; charset=zap', '{}'],
  ['application/x-www-form-urlencoded', ''], ['application/x-www-form-urlencoded', '&&&=&=x&%'], ['application/x-www-form-urlencoded', 'a=1&'.repeat(3_000)],
  ['application/x-www-form-urlencoded', 'a'.repeat(70_000)], ['multipart/form-data; boundary=zap', '--zap\r\n\r\n--zap--'], ['text/plain', 'zap'],
  ['text/xml', '<!DOCTYPE zap [<!ENTITY zap SYSTEM "file:///etc/passwd">]><zap>&zap;</zap>'], ['', 'zap'],
]

/** Headers that decide what an answer looks like to htmx. */
export const HTMX_HEADERS: readonly string[] = ['hx-target', 'hx-source', 'hx-trigger', 'hx-current-url', 'hx-history-restore-request']

/** Headers that decide what an answer looks like, here or in other software. */
export const HEADERS: readonly string[] = [
  'hx-request', 'cookie', 'accept', 'accept-encoding', 'accept-language', 'host', 'origin', 'referer', 'user-agent', 'range', 'if-none-match',
  'if-modified-since', 'content-type', 'x-request-id', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-prefix', 'forwarded', 'x-original-url', 'x-rewrite-url',
  'x-http-method-override', 'authorization',
]

/** Sent as the value of a header, which takes Latin letters only. */
export const HEADER_VALUES: readonly string[] = [
  [...MARKUP, ...CODE].join(' '), ...ELSEWHERE.slice(-1), '__proto__', '', 'bytes=0-99999999999999999999', `tz=${encodeURIComponent(MARKUP[0] ?? '')}`,
  'tz=%00; tz=%', 'div#view', 'div#__proto__', '#zap', 'zap'.repeat(1_000),
]

export const MARKS: readonly string[] = MARKUP
