import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'

const text = readFileSync(resolve(import.meta.dirname, '../../.github/workflows/terraform-plan.yml'), 'utf8')

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface Job {
  readonly 'if'?: string
  readonly 'permissions': Readonly<Record<string, string>>
  readonly 'timeout-minutes': number
  readonly 'steps': readonly Step[]
}

const workflow = parse(text) as {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: object
  readonly jobs: Readonly<Record<string, Job>>
}
const jobs = Object.entries(workflow.jobs)
const stepsOf = (job: string) => workflow.jobs[job]?.steps ?? []

t.test('it runs on pull requests, without the rights that pull_request_target would give', async (t) => {
  t.same(Object.keys(workflow.on), ['pull_request'])
  t.match(workflow.jobs['synth']?.if, 'head.repo.full_name == github.repository')
})

t.test('every action is pinned to a commit, and says which version that is', async (t) => {
  const lines = text.split('\n').filter((line) => /\buses:/.test(line))
  t.ok(lines.length >= 7)
  for (const line of lines) t.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, line.trim())
})

t.test('each job has the rights that it needs and no others', async (t) => {
  t.same(workflow.permissions, {})
  t.same(Object.fromEntries(jobs.map(([name, { permissions }]) => [name, permissions])), {
    synth: { contents: 'read' },
    plan: { 'id-token': 'write' },
    comment: { 'pull-requests': 'write' },
  })
  for (const [name, job] of jobs) t.ok(job['timeout-minutes'] <= 20, `${name} ends`)
})

t.test('no stored secret is used, and no code of the pull request runs where credentials are', async (t) => {
  t.notMatch(text, /secrets\.|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|aws-access-key-id/)
  const credentials = jobs.filter(([, { steps }]) => steps.some(({ uses }) => uses?.includes('configure-aws-credentials')))
  t.same(credentials.map(([name]) => name), ['plan'])
  const action = stepsOf('plan').find(({ uses }) => uses?.includes('configure-aws-credentials'))
  t.match(action?.with, { 'role-to-assume': '${{ vars.PLAN_ROLE_ARN }}' })
  for (const { run, uses } of stepsOf('plan')) {
    t.notMatch(run ?? '', /\bnpm\b|\bnpx\b|\bnode\b|\btsx\b/)
    t.notMatch(uses ?? '', /checkout|setup-node/)
  }
  t.match(stepsOf('synth').find(({ uses }) => uses?.includes('checkout'))?.with, { 'persist-credentials': false })
})

t.test('what a pull request chooses reaches shells as variables, not as text of scripts', async (t) => {
  for (const [name, { steps }] of jobs) for (const { run } of steps) t.notMatch(run ?? '', '${{', name)
})

t.test('it plans and never applies', async (t) => {
  t.match(text, /terraform .* plan /)
  t.notMatch(text, /\bapply\b|auto-approve|\bdestroy\b/)
})

const noJq = spawnSync('jq', ['--version']).status === 0 ? false : 'jq is not installed'

t.test('the plan is made by the reading role of the account, whatever role or profile deploys', { skip: noJq }, async (t) => {
  const step = stepsOf('plan').find(({ run }) => run?.includes('jq '))
  const folder = t.testdir({ 'cdktf.out': { stacks: { 'spoke-lab': {} } } })
  const file = join(folder, 'cdktf.out/stacks/spoke-lab/cdk.tf.json')
  writeFileSync(file, JSON.stringify({
    provider: { aws: [{ allowed_account_ids: ['444455556666'], profile: 'lab', region: 'us-east-1', assume_role: [{ role_arn: 'arn:aws:iam::444455556666:role/deployer' }] }] },
    terraform: { backend: { s3: { bucket: 'state', key: 'x', profile: 'platform', assume_role: { role_arn: 'arn:aws:iam::111122223333:role/state' } } } },
    resource: {},
  }))
  execFileSync('bash', ['-e', '-c', step?.run ?? 'false'], { cwd: folder, env: { PATH: process.env['PATH'], STACK: 'spoke-lab', READER: 'terraform-reader' } })
  t.same(JSON.parse(readFileSync(file, 'utf8')), {
    provider: { aws: [{ allowed_account_ids: ['444455556666'], region: 'us-east-1', assume_role: [{ role_arn: 'arn:aws:iam::444455556666:role/terraform-reader' }] }] },
    terraform: { backend: { s3: { bucket: 'state', key: 'x' } } },
    resource: {},
  })
})

t.test('the comment is made of the plan, cut to what GitHub takes, and replaced by the next one', async (t) => {
  const script = String(stepsOf('comment').find(({ uses }) => uses?.includes('github-script'))?.with?.['script'])
  const folder = t.testdir({ plans: { 'hub.txt': `Plan: 3 to add, 0 to change, 0 to destroy.\n${'`````x\n'.repeat(20_000)}`, 'spoke-lab.txt': 'Error: no\n' } })
  const calls: { kind: string; body: string; comment_id?: number }[] = []
  const record = (kind: string) => async (call: { body: string }) => void calls.push({ kind, ...call })
  const github = {
    rest: { issues: { listComments: null, createComment: record('create'), updateComment: record('update') } },
    paginate: async () => [
      { id: 6, user: { type: 'User' }, body: '<!-- terraform-plan hub -->' },
      { id: 7, user: { type: 'Bot' }, body: '<!-- terraform-plan hub -->\nold' },
    ],
  }
  const context = { repo: { owner: 'o', repo: 'r' }, issue: { number: 5 }, payload: { pull_request: { head: { sha: 'abc' } } } }
  const fs = { readdirSync: () => ['spoke-lab.txt', 'hub.txt'], readFileSync: (path: string) => readFileSync(join(folder, path), 'utf8') }
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is how the action runs it
  const run = new Function('require', 'github', 'context', `return (async () => {${script}})()`) as (...ports: unknown[]) => Promise<void>
  await run(() => fs, github, context)
  t.match(calls, [
    { kind: 'update', comment_id: 7, body: /^<!-- terraform-plan hub -->\n\*\*hub\*\*: Plan: 3 to add.*[^]*\n``````\n[^]*cut off[^]*\n``````\n<\/details>$/ },
    { kind: 'create', body: /\*\*spoke-lab\*\*: The plan failed\./ },
  ])
  for (const { body } of calls) t.ok(body.length < 65_536)
})
