import t from 'tap'
import { runCommandFile } from '../../fixtures/run-command.ts'

t.test('what cannot be exported is said before anything is opened', async (t) => {
  const cases: [args: string[], message: RegExp][] = [
    [['--data', 'x'], /--out DIR is missing/],
    [['--data', 'x', '--out', 'y', '--day', '2026-02-30'], /--from wants a day/],
    [['--data', 'x', '--out', 'y', '--from', '2026-02-03', '--to', '2026-02-01'], /--to must not be before --from/],
    [['--data', 'x', '--out', 's3://bucket/prefix'], /--owner wants the account/],
  ]
  await Promise.all(cases.map(async ([args, message]) => {
    const { exitCode, stderr } = await runCommandFile('export', args)
    t.equal(exitCode, 2, args.join(' '))
    t.match(stderr, message, args.join(' '))
  }))
})
