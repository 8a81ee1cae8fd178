import fc from 'fast-check'
import t from 'tap'
import { FORECAST_FROM_HOURS, monthForecast } from '../../domain/month-forecast.ts'

t.test('the hours to come cost as much as those that are over', async (t) => {
  t.equal(monthForecast({ spent: 90n, hoursOver: 240, hoursInMonth: 720 }), 270n)
  t.equal(monthForecast({ spent: 0n, hoursOver: 240, hoursInMonth: 720 }), 0n)
  t.equal(monthForecast({ spent: 1n, hoursOver: 241, hoursInMonth: 720 }), 3n, 'to the nearest unit')
})

t.test('on the first day there is no forecast', async (t) => {
  for (const [hoursOver, known] of [[0, false], [FORECAST_FROM_HOURS - 1, false], [FORECAST_FROM_HOURS, true]] as const) {
    t.equal(monthForecast({ spent: 5n, hoursOver, hoursInMonth: 720 }) !== null, known, `${hoursOver} hours`)
  }
})

t.test('it never falls below what is spent, grows with it, and is just that once the month is over', async (t) => {
  const spent = fc.bigInt({ min: 0n, max: 10n ** 26n })
  const hours = fc.tuple(fc.integer({ min: FORECAST_FROM_HOURS, max: 744 }), fc.integer({ min: 672, max: 745 }))
  fc.assert(fc.property(spent, spent, hours, (spent, more, [over, inMonth]) => {
    const hoursOver = Math.min(over, inMonth)
    const forecast = monthForecast({ spent, hoursOver, hoursInMonth: inMonth }) ?? -1n
    t.ok(forecast >= spent)
    t.ok((monthForecast({ spent: spent + more, hoursOver, hoursInMonth: inMonth }) ?? -1n) >= forecast)
    t.equal(monthForecast({ spent, hoursOver: inMonth, hoursInMonth: inMonth }), spent)
  }))
})
