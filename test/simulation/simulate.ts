import fc from 'fast-check'
import type { Test } from 'tap'
import { arbitraryHistory } from './history.ts'
import { play } from './world.ts'

const RUNS = 2_400
const SEED = 20261123

/**
 * A share of the histories, so that several files can play them at once. They are the same in every run; SIMULATION_SEED
 * draws others (`random`: ones that nobody has seen), SIMULATION_RUNS says how many there are.
 */
export async function simulate(t: Test, share: number, shares: number): Promise<void> {
  const asked = process.env['SIMULATION_SEED'] ?? String(SEED)
  const seed = asked === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(asked)
  const numRuns = Math.ceil(Number(process.env['SIMULATION_RUNS'] ?? RUNS) / shares)
  t.comment(`SIMULATION_SEED=${seed}, share ${share} of ${shares}: ${numRuns} histories`)
  await fc.assert(fc.asyncProperty(arbitraryHistory, play), { seed: seed + share, numRuns })
  t.pass(`${numRuns} histories end as they should`)
}
