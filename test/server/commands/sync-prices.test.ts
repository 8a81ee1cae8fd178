import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openLocal } from '../../../adapters/open-ports.ts'
import { OWN_PRICE_RECORDS } from '../../../domain/own-price-book.ts'
import { syncPricesCommand } from '../../../server/commands/sync-prices-command.ts'
import { runCommandFile } from '../../fixtures/run-command.ts'

const KEY = 'us.example.model-v1:0'
const entry = (input: number) => ({ litellm_provider: 'bedrock', mode: 'chat', input_cost_per_token: input })
const OTHERS = { b: entry(1), c: entry(1), d: entry(1), e: entry(1) }

/** Files of price lists by name, beside the data folder that they are taken over into. */
function folderWith(t: Test, lists: Readonly<Record<string, object | string>>) {
  const texts = Object.entries(lists).map(([name, list]) => [name, typeof list === 'string' ? list : JSON.stringify(list)])
  const folder = t.testdir(Object.fromEntries(texts) as Record<string, string>)
  const data = join(folder, 'data')
  return {
    sync: (list: string, ...args: string[]) => runCommandFile('sync-prices', ['--data', data, '--feed', join(folder, list), ...args]),
    async pricesOf(key: string) {
      const { prices, close } = await openLocal(data, { mode: 'read' })
      const { records } = await prices.read()
      await close()
      return records.filter((record) => record.key === key).map(({ fields }) => fields['input_cost_per_token'])
    },
  }
}

t.test('a file is taken over into a data folder, once; what looks like a mistake is told', async (t) => {
  const { sync, pricesOf } = folderWith(t, {
    first: { [KEY]: entry(0.000003), ...OTHERS }, second: { [KEY]: entry(0.00003), ...OTHERS, b: entry(1.2), bad: entry(-1) },
  })
  const quiet = '0 held for approval, 0 no longer held, 0 entries left out\n'
  t.same(await sync('first'), { exitCode: 0, stderr: '', stdout: `5 prices added, ${quiet}` })
  t.same(await sync('first'), { exitCode: 0, stderr: '', stdout: `0 prices added, ${quiet}` })
  t.same(await sync('second'), {
    exitCode: 0, stderr: '', stdout: [
      '1 prices added, 1 held for approval, 0 no longer held, 1 entries left out',
      `held for approval: ${KEY}: input_cost_per_token is 10 times what it was: 0.000003 → 0.00003`,
      '  left out for bad prices: bad: input_cost_per_token: -1 is not a price', '',
    ].join('\n'),
  })
  t.same(await pricesOf(KEY), ['0.000003'])
  t.same(await pricesOf('b'), ['1', '1.2'])
  t.same((await pricesOf(OWN_PRICE_RECORDS[0]?.key ?? '')).length, 1, 'the built-in list is there too')
})

t.test('what cannot be taken over changes nothing, and is told in one line', async (t) => {
  const { sync, pricesOf } = folderWith(t, { first: { [KEY]: entry(3), ...OTHERS }, page: '<html></html>', half: { b: entry(2), c: entry(2) } })
  await sync('first')
  t.match(await sync('page'), { exitCode: 1, stdout: '', stderr: /prices are those of 20.*: the price file is a web page, not JSON\n$/ })
  t.match(await sync('none'), { exitCode: 1, stdout: '', stderr: /no such file/i })
  t.match(await sync('half'), { exitCode: 1, stdout: '', stderr: /lacks 3 of the 5 entries .* run sync-prices with --accept-removals if that is right\n$/ })
  t.same(await pricesOf('b'), ['1'])
  t.match(await sync('half', '--accept-removals'), { exitCode: 0, stdout: /^2 prices added/ })
  t.same(await pricesOf(KEY), ['3'], 'a price that is gone from the list stays')
})

t.test('without a data folder there is nothing to do', async (t) => {
  await t.rejects(async () => syncPricesCommand.run({ 'accept-removals': false }, []), { message: '--data DIR is missing' })
})
