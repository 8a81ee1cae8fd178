import { bundleFunctions } from '../bundle.ts'

for (const { folder, bytes } of await bundleFunctions()) process.stdout.write(`${folder}: ${Math.ceil(bytes / 1000)} kB\n`)
