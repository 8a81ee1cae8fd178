import type { Bench } from './bench.ts'
import { computeCostBench } from './compute-cost.ts'
import { cost } from './cost.ts'
import { growth } from './growth.ts'
import { largeObject } from './large-object.ts'
import { parseLogSpeed } from './parse-log.ts'
import { repricing } from './reprice.ts'

/** In the order of their sections. */
export const BENCHES: readonly Bench[] = [parseLogSpeed, largeObject, computeCostBench, repricing, growth, cost]
