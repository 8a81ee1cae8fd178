import t from 'tap'
import { changeView } from '../../../server/view-models/change.ts'

t.test('more is good, bad or neither, as the metric has it', async (t) => {
  const cases = [
    [12.34, 'up', '▲ 12% good'], [12.34, 'down', '▲ 12% bad'], [12.34, 'neither', '▲ 12% quiet'],
    [-0.44, 'up', '▼ 0.4% bad'], [-0.44, 'down', '▼ 0.4% good'], [-100, 'down', '▼ 100% good'],
    [340, 'down', '▲ 340% bad'], [1100, 'down', '▲ to 12× bad'], [999_900, 'up', '▲ to 10,000× good'],
    [0, 'down', ' unchanged quiet'], [0.04, 'down', ' unchanged quiet'],
  ] as const
  for (const [percent, good, expected] of cases) {
    const view = changeView({ kind: 'percent', percent }, good, '')
    t.equal(view && `${view.arrow} ${view.text} ${view.tone}`, expected)
  }
})

t.test('from nothing there is no percentage, and of nothing no word', async (t) => {
  t.match(changeView({ kind: 'new' }, 'down', '$1, before $0'), { arrow: '', text: 'new', tone: 'quiet', title: '$1, before $0' })
  t.equal(changeView({ kind: 'none' }, 'down', ''), null)
})
