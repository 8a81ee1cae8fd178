// Which labels stand under the axis: evenly spaced ones that have room, at round places.

const HOUR = /^\d\d:\d\d$/
const HOUR_STEPS = [1, 2, 3, 6, 12, 24, 48, 72, 168]
const STEPS = [1, 2, 7, 14, 28, 56, 112]
/** A label and some air. */
const TICK_WIDTH = 62

/** The ticks with every one left empty that has no room. */
export function ticksThatFit(ticks, width) {
  const room = Math.max(2, Math.floor(width / TICK_WIDTH))
  const areHours = ticks.some((tick) => HOUR.test(tick))
  const steps = areHours ? HOUR_STEPS : STEPS
  const step = steps.find((one) => ticks.length / one <= room) ?? ticks.length
  // Midnight, which reads as a day, is the roundest hour.
  const first = areHours ? Math.max(0, ticks.findIndex((tick) => !HOUR.test(tick))) % step : 0
  return ticks.map((tick, index) => (index % step === first ? tick : ''))
}
