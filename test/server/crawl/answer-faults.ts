import { resolve } from 'node:path'
import type { LightMyRequestResponse } from 'fastify'
import { addressesOf } from './html-requests.ts'
import { MARKS } from './payloads.ts'

const ROOT = `${resolve(import.meta.dirname, '../../..')}/`

/** What no answer may hold, whoever asks for whatever. */
const LEAKS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a stack trace', /^\s+at .*:\d+:\d+/m],
  ['a kind of error', /\b(Type|Reference|Syntax|Range|URI|Eta|Zod)Error\b|ECONN|ENOENT|EACCES|ERR_[A-Z_]{4}/],
  ['a path of the server', /node_modules|node:internal|file:\/\/\/(?!etc\/passwd)|\broot:x:0:0/],
  ['a file of the project', /"devDependencies"/],
  ['an ARN', /\barn:aws/],
  ['a template that was computed', /494725326233/],
]

/** Texts that come of a missing value. */
const GAPS = /\[object Object\]|>\s*(undefined|NaN|null|Invalid Date)\s*<|"(undefined|NaN|\[object Object\])"/

/**
 * What is wrong with an answer, in words; nothing where all is well.
 *
 * @param sent what it may repeat; null if that could be anything.
 */
export function faultsOf({ statusCode, headers, body }: LightMyRequestResponse, sent: string | null): string[] {
  const type = String(headers['content-type'] ?? '')
  const isHtml = type.startsWith('text/html')
  const isCode = /^(text|application)\/(javascript|css)/.test(type)
  return [
    ...(statusCode >= 500 ? [`answers ${statusCode}`] : []),
    ...(statusCode === 429 ? ['is limited, so that it tests nothing'] : []),
    ...LEAKS.filter(([, pattern]) => !isCode && pattern.test(body)).map(([what]) => `shows ${what}`),
    ...(body.includes(ROOT) ? ['shows where the server lies'] : []),
    ...headerFaults(headers),
    ...(body !== '' && type === '' ? ['has no content type'] : []),
    ...(isHtml ? htmlFaults(body, sent) : []),
    ...(isHtml && !/script-src 'self' 'nonce-\w+'/.test(String(headers['content-security-policy'])) ? ['has no policy'] : []),
  ]
}

function headerFaults(headers: LightMyRequestResponse['headers']): string[] {
  const entries = Object.entries(headers).map(([name, value]) => [name, String(value)] as const)
  return [
    ...entries.filter(([name]) => /zap|^set-cookie$/i.test(name)).map(([name]) => `sets ${name}`),
    ...entries.filter(([, value]) => /[\r\n]/.test(value)).map(([name]) => `breaks the line in ${name}`),
    ...entries.filter(([name, value]) => /^(location|hx-location|hx-redirect|hx-push-url|hx-replace-url)$/.test(name) && !isOwn(value))
      .map(([name, value]) => `leads elsewhere by ${name}: ${value.slice(0, 80)}`),
    ...(headers['x-content-type-options'] === 'nosniff' ? [] : ['may be sniffed']),
    ...(headers['cache-control'] === undefined ? ['says nothing about caches'] : []),
  ]
}

function htmlFaults(body: string, sent: string | null): string[] {
  const gap = GAPS.exec(body)?.[0]
  return [
    ...MARKS.filter((mark) => body.includes(mark)).map((mark) => `repeats ${mark} as it was sent`),
    ...(gap === undefined || sent === null || /NaN|null|undefined/.test(sent) ? [] : [`shows ${gap}`]),
    ...addressesOf(body).filter((address) => !isOwn(address)).map((address) => `links to ${address.slice(0, 80)}`),
  ]
}

/** A path of this server, or a place on the same page. */
function isOwn(address: string): boolean {
  return /^(\/(?![/\\])|[?#]|false$|$)/.test(address)
}
