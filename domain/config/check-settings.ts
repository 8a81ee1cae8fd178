import { attributionPolicy } from '../attribution.ts'
import { homeOf } from './check-accounts.ts'
import { FARGATE_MEMORY } from './dashboard-schema.ts'
import { arnPlace } from './fields.ts'
import type { Finding, Path } from './finding.ts'
import type { Draft } from './schema.ts'

/** What must hold within the settings and between them and the accounts. */
export function checkSettings(draft: Draft): Finding[] {
  return [
    ...checkState(draft), ...checkRetention(draft), ...checkAttribution(draft), ...checkAlarms(draft), ...checkTags(draft),
    ...checkKeys(draft), ...checkDashboard(draft),
  ]
}

function checkState({ state }: Draft): Finding[] {
  if (typeof state?.profile !== 'string' || typeof state.roleArn !== 'string') return []
  return [{ path: ['state', 'roleArn'], message: 'the state has both a profile and a role', remedy: 'keep one of them' }]
}

function checkRetention({ retention, schedule }: Draft): Finding[] {
  const { logsDays, logsInfrequentAccessDays: movedDays, hourBucketsDays } = retention ?? {}
  const findings: Finding[] = []
  if (typeof movedDays === 'number' && logsDays !== undefined && movedDays >= logsDays) {
    findings.push({
      path: ['retention', 'logsInfrequentAccessDays'],
      message: `logs are moved to infrequent access after ${movedDays} days, but deleted after ${logsDays}`,
      remedy: 'move them earlier, or never (0), or keep them for longer',
    })
  }
  if (schedule?.lookBackHours !== undefined && hourBucketsDays !== undefined && schedule.lookBackHours > hourBucketsDays * 24) {
    findings.push({
      path: ['schedule', 'lookBackHours'],
      message: `runs look back ${schedule.lookBackHours} hours, but hours are kept for ${hourBucketsDays} days`,
      remedy: 'look back less far, or keep hours for longer',
    })
  }
  return findings
}

/** An environment variable carries it, of which a function has 4 kB in all. */
const MAX_ATTRIBUTION_LENGTH = 2000

function checkAttribution({ attribution }: Draft): Finding[] {
  const path = ['attribution']
  if (JSON.stringify(attribution ?? {}).length > MAX_ATTRIBUTION_LENGTH) {
    return [{ path, message: 'the attribution is too long for the environment of a function', remedy: 'name fewer roles and keys; * stands for any text' }]
  }
  const { tagKeys = [], tagDimensions = [] } = attribution ?? {}
  try {
    attributionPolicy({ tagKeys: tagKeys.filter(isText), tagDimensions: tagDimensions.filter(isText) })
    return []
  } catch (error) {
    return [{ path, message: (error as Error).message, remedy: 'name each key once, and among tagKeys every one of tagDimensions' }]
  }
}

function checkAlarms({ alarms }: Draft): Finding[] {
  if (typeof alarms?.email !== 'string' || (alarms.topicArns ?? []).length === 0) return []
  return [{
    path: ['alarms', 'email'], message: 'alarms have both an e-mail address and topics',
    remedy: 'keep one; a topic may have the address among its subscribers',
  }]
}

const MAX_TAGS = 40
const TAG_KEY = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/iu

function checkTags({ tags = {} }: Draft): Finding[] {
  const names = Object.keys(tags)
  const findings: Finding[] = names.filter((name) => !TAG_KEY.test(name)).map((name) => ({
    path: ['tags', name], ofKey: true, message: `${JSON.stringify(name)} cannot be the key of a tag`,
    remedy: 'take at most 128 letters, digits, spaces and _.:/=+-@, not beginning with aws:',
  }))
  // IAM takes keys that differ in case alone for the same.
  const lower = names.map((name) => name.toLowerCase())
  for (const [i, name] of names.entries()) {
    if (lower.indexOf(name.toLowerCase()) === i) continue
    findings.push({ path: ['tags', name], ofKey: true, message: `the tag ${name} stands there twice`, remedy: 'keep one; case makes no difference to IAM' })
  }
  if (names.length > MAX_TAGS) {
    findings.push({ path: ['tags'], message: `there are ${names.length} tags`, remedy: `keep at most ${MAX_TAGS}: AWS allows 50, some of which are its own` })
  }
  return findings
}

function checkKeys(draft: Draft): Finding[] {
  return Object.entries(draft.keys ?? {}).flatMap(([use, key]) => inHome(draft, ['keys', use], key))
}

function checkDashboard(draft: Draft): Finding[] {
  const { dashboard } = draft
  if (dashboard === undefined || dashboard === null) return []
  const { cpu = 512, memoryMib = 1024 } = dashboard
  const memory = FARGATE_MEMORY[cpu]
  const fits = memory === undefined || memoryMib >= memory.min && memoryMib <= memory.max && memoryMib % memory.step === 0
  return [
    ...fits ? [] : [{
      path: ['dashboard', 'memoryMib'], message: `Fargate does not give ${memoryMib} MiB of memory for ${cpu} CPU units`,
      remedy: `write ${memory.min} to ${memory.max} in steps of ${memory.step}`,
    }],
    ...inHome(draft, ['dashboard', 'certificateArn'], dashboard.certificateArn),
    ...inHome(draft, ['dashboard', 'oidc', 'clientSecretArn'], dashboard.oidc?.clientSecretArn),
  ]
}

/** What the hub uses in its home region must be there. */
function inHome(draft: Draft, path: Path, arn: string | null | undefined): Finding[] {
  const home = homeOf(draft)
  if (typeof arn !== 'string' || home === null || arnPlace(arn).region === home.region) return []
  return [{ path, message: `${path.at(-1)} is in ${arnPlace(arn).region}, the hub in ${home.region}`, remedy: `name one of ${home.region}` }]
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
