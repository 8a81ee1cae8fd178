import t from 'tap'
import { draftToken } from '../../domain/api-token.ts'

t.test('a token has a name and expires within 90 days', async (t) => {
  t.strictSame(draftToken({ name: ' finance report ', days: '90' }), { ok: true, name: 'finance report', days: 90 })
  const cases: [name: string, days: string, wrong: string[]][] = [
    ['', '30', ['name']], ['   ', '30', ['name']], ['x'.repeat(61), '30', ['name']], ['a\u0000b', '1', ['name']], ['a\u202eb', '1', ['name']],
    ['x', '', ['days']], ['x', '0', ['days']], ['x', '91', ['days']], ['x', '1e1', ['days']], ['x', '-1', ['days']], ['x', '١', ['days']],
    ['', '', ['name', 'days']],
  ]
  for (const [name, days, wrong] of cases) {
    const draft = draftToken({ name, days })
    t.strictSame(draft.ok ? [] : Object.keys(draft.errors), wrong, JSON.stringify([name, days]))
  }
})
