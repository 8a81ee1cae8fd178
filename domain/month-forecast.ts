/** What a month will cost if it goes on as it began. */
export interface MonthPace {
  /** Spent in the hours of the month that are over. */
  readonly spent: bigint
  readonly hoursOver: number
  readonly hoursInMonth: number
}

/** A run rate of less than a day would take one night or one batch for the month. */
export const FORECAST_FROM_HOURS = 24

/** Spent ÷ hours over × hours of the month, to the nearest unit; null on the first day, when there is no pace yet. */
export function monthForecast({ spent, hoursOver, hoursInMonth }: MonthPace): bigint | null {
  if (hoursOver < FORECAST_FROM_HOURS) return null
  const over = BigInt(hoursOver)
  return (2n * spent * BigInt(hoursInMonth) + over) / (2n * over)
}
