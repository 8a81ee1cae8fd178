import t from 'tap'
import { markTemplate } from '../../../server/plugins/hx-nonces.ts'
import { appOf, EVIL, storeWithUsage } from '../../fixtures/app.ts'
import { portOf } from '../../fixtures/raw-http.ts'

t.test('tags that ask something of htmx are marked, whatever is put into them, and no others', async (t) => {
  const cases: [template: string, marked: number][] = [
    ['<p>text</p>', 0], ['<a href="/x">x</a>', 0], ['<a data-hx="1">x</a>', 0], ['<p>a < b hx-get</p>', 0], ['<a hx-boost="false">x</a>', 1],
    ['<form action="<%= it.action %>" hx-get="<%= it.a > it.b ? 1 : 2 %>">', 1], ['<input<% if (it.on) { %> checked<% } %> hx-trigger="change">', 1],
    ['<div hx-target:inherited="#view"><span hx-get="/"></span></div>', 2], ['<br\n  hx-get="/">', 1], ['<% if (a < b && hx-c > d) { %><i></i><% } %>', 0],
  ]
  for (const [template, marked] of cases) {
    const after = markTemplate(template)
    t.equal(after.split(' hx-nonce="').length - 1, marked, template)
    t.equal(after.replace(/ hx-nonce="[^"]*"/g, ''), template)
  }
})

t.test('every page and fragment carries its own nonce in its marks, and what a value looks like is not marked', async (t) => {
  const url = `http://127.0.0.1:${await portOf(t, await appOf(await storeWithUsage()))}/?caller=${encodeURIComponent(`${EVIL}<b hx-get="/x">`)}`
  for (const headers of [{}, { 'hx-request': 'true', 'hx-target': 'div#view' }]) {
    const answer = await fetch(url, { headers })
    const nonce = /script-src 'self' 'nonce-(\w+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ?? 'none'
    const body = await answer.text()
    const tags = [...body.matchAll(/<[a-z][^<>]*>/g)].map(([tag]) => tag).filter((tag) => /\shx-/.test(tag.replace(/="[^"]*"/g, '')))
    t.ok(tags.length > 3)
    t.same(tags.filter((tag) => !tag.includes(` hx-nonce="${nonce}"`)), [])
    t.notMatch(body, 'hx-nonce-')
  }
})
