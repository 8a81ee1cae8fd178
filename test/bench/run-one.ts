import { BENCHES } from './benches.ts'

const bench = BENCHES.find(({ name }) => name === process.argv[2])
if (bench === undefined) throw new Error(`There is no bench ${process.argv[2]}`)
const report = await bench.run((text) => process.stdout.write(`  … ${text}\n`))
process.send?.(report, () => process.exit())
