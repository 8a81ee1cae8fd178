import { choiceParameter } from './choice-parameter.ts'

/** How often a page asks for news by itself. */
export const REFRESH_CHOICES = ['off', '10s', '30s', '1m', '5m'] as const
export type RefreshChoice = (typeof REFRESH_CHOICES)[number]

export const DEFAULT_REFRESH = '1m' satisfies RefreshChoice

/** The parameter `refresh`. Throws a QueryError. */
export function refreshParameter(parameters: URLSearchParams): RefreshChoice {
  return choiceParameter(parameters, 'refresh', REFRESH_CHOICES, DEFAULT_REFRESH)
}
