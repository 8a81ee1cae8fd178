import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { assembleImage } from '../image-tree.ts'

const { values: { out } } = parseArgs({ options: { out: { type: 'string' } } })
if (out === undefined) throw new Error('--out names the folder to put the image\'s files into')
const { bytes, files } = await assembleImage(resolve(out))
process.stdout.write(`${resolve(out)}: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB\n`)
