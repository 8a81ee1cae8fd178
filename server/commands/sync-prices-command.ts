import { openLocal } from '../../adapters/open-ports.ts'
import { openPriceFeed } from '../../adapters/price-feed.ts'
import { ENVIRONMENTS } from '../../domain/contract.ts'
import { syncPricing } from '../../functions/sync-pricing.ts'
import { UsageError, type Command } from './cli.ts'

const DEFAULT_FEED = ENVIRONMENTS['sync-pricing'].FEED_URL.fallback

const OPTIONS = {
  'data': { type: 'string' },
  'feed': { type: 'string' },
  'accept-removals': { type: 'boolean', default: false },
} as const

export const syncPricesCommand: Command<typeof OPTIONS> = {
  name: 'npm run sync-prices --',
  synopsis: '--data DIR [--feed FILE|URL] [--accept-removals]',
  help: `
Takes over what has changed in a price list, from now on. What looks like a mistake is held for approval, prices entered by
hand stand, and a list that cannot be read changes nothing.

  --data DIR          folder with the data of the pipeline
  --feed FILE|URL     list in LiteLLM's format: a path, file:, https:// or s3://bucket/key;
                      default: ${DEFAULT_FEED}
  --accept-removals   take the list also where it lacks more than a fifth of the entries that it had; they keep their prices

Exit code: 0 done, 1 failed, 2 called wrongly.`,
  options: OPTIONS,
  async run(values) {
    if (values.data === undefined) throw new UsageError('--data DIR is missing')
    const feed = openPriceFeed(values.feed ?? DEFAULT_FEED)
    const ports = await openLocal(values.data, { mode: 'write', onWait: (message) => process.stderr.write(`${message}\n`) })
    try {
      const { added, held, withdrawn, rejected, message } = await syncPricing(
        { ...ports, feed, clock: () => new Date() }, { acceptRemovals: values['accept-removals'] },
      )
      const counts = `${added} prices added, ${held} held for approval, ${withdrawn} no longer held, ${rejected} entries left out`
      process.stdout.write(`${counts}\n${message === null ? '' : `${message.replaceAll('; ', '\n  ')}\n`}`)
    } finally {
      await ports.close()
    }
  },
}
