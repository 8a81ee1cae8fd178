import t from 'tap'
import { suggest } from '../../../domain/config/suggest.ts'

t.test('a misspelt word suggests the known one that it is nearest to', async (t) => {
  const known = ['accountId', 'name', 'regions', 'primary', 'roleArn', 'retainData', 'keys']
  for (const [word, meant] of [
    ['reigons', 'regions'], ['region', 'regions'], ['account_id', 'accountId'], ['account', 'accountId'], ['id', 'accountId'], ['rolearn', 'roleArn'],
    ['retain-data', 'retainData'], ['primray', 'primary'], ['nam', 'name'],
  ] as const) t.equal(suggest(word, known), meant, word)
})

t.test('a word like no other suggests nothing', async (t) => {
  for (const word of ['trusted_proxys', 'x', '', 'zzzzzzzz']) t.equal(suggest(word, ['accountId', 'roleArn', 'schedule']), null, word)
  t.equal(suggest('name', []), null)
})
