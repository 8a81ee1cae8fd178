import t from 'tap'
import { csv, type CsvValue } from '../../domain/csv.ts'

t.test('fields follow RFC 4180, and no text is a formula', async (t) => {
  const cases: [CsvValue, string][] = [
    ['plain', 'plain'],
    ['', ''],
    [null, ''],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', `"'\rx"`],
    ['\nx', `"'\nx"`],
    ['\0x', "'\0x"],
    ['＝1+1', "'＝1+1"],
    ['a;=1+1', '"a;=1+1"'],
    ['a=1', 'a=1'],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
    [-1, '-1'],
    [0, '0'],
    [{ decimal: '-0.5' }, '-0.5'],
  ]
  for (const [value, expected] of cases) t.equal(csv([[value]]), `${expected}\r\n`, JSON.stringify(value))
})

t.test('every record ends with CRLF', async (t) => {
  t.equal(csv([['a', 'b'], [1, null]]), 'a,b\r\n1,\r\n')
  t.equal(csv([]), '')
})
