import t from 'tap'
import { chooseConfigFile } from '../../infra/config-file.ts'

const CASES: [string, string | undefined, string[], string, boolean][] = [
  ['what is asked for comes first', 'mine.yaml', ['config.yaml'], 'mine.yaml', false],
  ['even if it is not there, so that nothing else is deployed', 'gone.yaml', [], 'gone.yaml', false],
  ['else it is one\'s own', undefined, ['config.yaml'], 'config.yaml', false],
  ['an empty variable asks for nothing', '', ['config.yaml'], 'config.yaml', false],
  ['else it is the example, which is said', undefined, [], 'config.example.yaml', true],
]

for (const [title, asked, existing, file, isTold] of CASES) {
  t.test(`of the configuration files, ${title}`, async (t) => {
    const choice = chooseConfigFile(asked, (name) => existing.includes(name))
    t.equal(choice.file, file)
    t.equal(choice.note !== null, isTold)
  })
}
