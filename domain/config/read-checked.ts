import type { z } from 'zod'
import { ConfigError, type Problem } from './config-error.ts'
import { draftOf } from './draft.ts'
import { explainIssue } from './explain-issue.ts'
import type { Finding } from './finding.ts'
import { normalize } from './normalize.ts'
import { readYaml, type YamlText } from './read-yaml.ts'
import type { Draft } from './schema.ts'

/**
 * Reads a YAML text (JSON is YAML too) by a schema. Throws a ConfigError with all of its mistakes at once, each with line,
 * column and remedy. `fileName` is what the error calls it.
 *
 * @param check what must hold between parts; it gets what is left without everything that has a wrong form.
 */
export function readChecked<T>(text: string, fileName: string, schema: z.ZodType<T>, check: (draft: Draft) => Finding[]): T {
  const yaml = readYaml(text, fileName)
  const data = normalize(yaml.data)
  const parsed = schema.safeParse(data)
  const issues = parsed.error?.issues ?? []
  const findings = [
    ...once(issues.flatMap((issue) => explainIssue(issue, data, yaml.sourceOf))),
    ...check(draftOf(data, issues)),
  ]
  const problems = [...yaml.problems, ...placed(findings, yaml)]
  if (!parsed.success || problems.length > 0) throw new ConfigError(fileName, problems)
  return parsed.data
}

/** A value that breaks two rules at once is told of once. */
function once(findings: readonly Finding[]): Finding[] {
  const known = new Set<string>()
  return findings.filter(({ path, ofKey }) => {
    const place = JSON.stringify([path, ofKey ?? false])
    return known.size !== known.add(place).size
  })
}

/** Findings with their positions, without those that may come from the text being broken, not from what it says. */
function placed(findings: readonly Finding[], { positionOf, brokenAt }: YamlText): Problem[] {
  return findings.flatMap(({ path, ofKey, absent, message, remedy }) => {
    const position = positionOf(path, ofKey)
    const sure = brokenAt === null || position.line < brokenAt.line && absent !== true
    return sure ? [{ ...position, message, remedy }] : []
  })
}
