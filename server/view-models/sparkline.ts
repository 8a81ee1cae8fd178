export interface SparklineView {
  /** What a screen reader says, e.g. `Cost by day, from $3.10 to $12.40`. */
  readonly label: string
  /** Path of the line in a box of 100 × 24; gaps interrupt it. */
  readonly line: string
  /** The ground between the line and the axis. */
  readonly area: string
  /** The step at the end that is not over yet, dashed; empty where there is none. */
  readonly unfinished: string
}

const WIDTH = 100
const HEIGHT = 24
/** Room for the stroke. */
const MARGIN = 2

export interface SparklineSpec {
  readonly label: string
  /** In the order of time; null is a gap. */
  readonly values: readonly (number | null)[]
  /** True if the last value is of a period that is not over. */
  readonly isLastPartial?: boolean
}

/** A small line without axes; null where there are fewer than two values to connect. */
export function sparkline({ label, values, isLastPartial = false }: SparklineSpec): SparklineView | null {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return null
  const least = Math.min(0, ...known)
  const most = Math.max(...known)
  const span = most === least ? 1 : most - least
  const points = values.map((value, index) => value === null ? null : {
    x: round((WIDTH * index) / (values.length - 1)),
    y: round(HEIGHT - MARGIN - ((value - least) / span) * (HEIGHT - 2 * MARGIN)),
  })
  const whole = isLastPartial ? points.slice(0, -1) : points
  const runs = runsOf(whole)
  return {
    label,
    line: runs.map(lineOf).join(''),
    area: runs.filter((run) => run.length > 1).map(areaOf).join(''),
    unfinished: isLastPartial ? lineOf(runsOf(points.slice(-2)).find((run) => run.length === 2) ?? []) : '',
  }
}

interface Point {
  readonly x: number
  readonly y: number
}

/** Stretches without a gap. */
function runsOf(points: readonly (Point | null)[]): Point[][] {
  const runs: Point[][] = [[]]
  for (const point of points) {
    if (point === null) runs.push([])
    else runs.at(-1)?.push(point)
  }
  return runs.filter((run) => run.length > 0)
}

/** A point that stands alone is a line of no length, which round caps make a dot. */
function lineOf(run: readonly Point[]): string {
  const [first, ...others] = run
  if (first === undefined) return ''
  return `M${first.x} ${first.y}${(others.length > 0 ? others : [first]).map(({ x, y }) => `L${x} ${y}`).join('')}`
}

function areaOf(run: readonly Point[]): string {
  return `${lineOf(run)}L${run.at(-1)?.x ?? 0} ${HEIGHT}L${run[0]?.x ?? 0} ${HEIGHT}Z`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
