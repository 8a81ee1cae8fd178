// Options of the chart library for the data of one chart.

import { cssColor } from './css-color.js'
import { formatOf } from './format.js'
import { ticksThatFit } from './ticks.js'
import { tooltipOf } from './tooltip.js'

const styleNonce = document.querySelector('link[rel=stylesheet]').nonce
/** Bars narrower than this touch each other. */
const SEPARATED_FROM_PX = 14

/** Points without a neighbour, which a line would not show. */
function isolatedPoints(series, colors) {
  return series.flatMap(({ values }, seriesIndex) => values.flatMap((value, index) => {
    const isAlone = value !== null && (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null
    const color = colors[seriesIndex]
    return isAlone ? [{ seriesIndex, dataPointIndex: index, fillColor: color, strokeColor: color, size: 3 }] : []
  }))
}

/** A logarithm has no place for zero. */
function drawable(values, logarithmic) {
  return logarithmic ? values.map((value) => (value !== null && value > 0 ? value : null)) : values
}

/** A linear scale begins at zero, a logarithmic one spans whole powers of ten. */
function valueScale(series, logarithmic) {
  if (!logarithmic) return { forceNiceScale: true, min: 0 }
  const drawn = series.flatMap(({ values }) => drawable(values, true)).filter((value) => value !== null)
  const low = Math.floor(Math.log10(Math.min(...drawn, 1e15)))
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...drawn, 1))))
  return { logarithmic, logBase: 10, min: 10 ** Math.min(low, high - 1), max: 10 ** high, tickAmount: high - Math.min(low, high - 1) }
}

/** The library writes labels of an axis as HTML too. The name as it is stands in tooltip and table. */
function withoutMarkup(label) {
  return label.replaceAll('<', '‹')
}

export function chartOptions(element, data) {
  const { kind, horizontal, logarithmic, unit, labels, ticks, partial, series } = data
  const colors = series.map(({ color }) => cssColor(color))
  const format = formatOf(unit)
  const surface = cssColor('--surface')
  const line = cssColor('--line')
  const width = element.clientWidth || 600
  const isBar = kind === 'bar'
  const values = { labels: { formatter: format, style: { fontSize: '12px' } }, axisBorder: { show: false }, axisTicks: { show: false } }
  return {
    chart: {
      type: kind,
      stacked: kind !== 'line',
      height: element.clientHeight || 300,
      width: '100%',
      nonce: styleNonce,
      background: 'transparent',
      fontFamily: 'inherit',
      foreColor: cssColor('--muted'),
      toolbar: { show: false },
      zoom: { enabled: false },
      animations: { enabled: false },
      parentHeightOffset: 0,
      redrawOnParentResize: false,
      redrawOnWindowResize: false,
    },
    colors,
    // Names go into the tooltip as text, not into the library, which would take them for HTML.
    series: series.map(({ values: own }, index) => ({ name: String(index), data: drawable(own, logarithmic) })),
    plotOptions: {
      bar: {
        horizontal,
        columnWidth: labels.length > 14 ? '80%' : '58%',
        barHeight: '62%',
        borderRadius: 2, borderRadiusApplication: 'end', borderRadiusWhenStacked: 'last',
      },
    },
    fill: { type: 'solid', opacity: kind === 'area' ? 0.88 : 1 },
    stroke: isBar
      ? { show: horizontal || width / labels.length > SEPARATED_FROM_PX, width: 1, colors: [surface] }
      : { curve: 'straight', width: kind === 'area' ? 1 : 2, lineCap: 'round' },
    markers: { size: 0, strokeWidth: 0, hover: { size: 4 }, discrete: kind === 'line' ? isolatedPoints(series, colors) : [] },
    forecastDataPoints: { count: !isBar && partial.includes(labels.length - 1) ? 1 : 0, fillOpacity: 0.45, dashArray: 4 },
    states: { hover: { filter: { type: 'none' } }, active: { filter: { type: 'none' } } },
    dataLabels: { enabled: false },
    legend: { show: false },
    grid: {
      borderColor: line, strokeDashArray: 3, padding: { left: 8, right: 10, top: -18, bottom: 0 },
      xaxis: { lines: { show: horizontal } }, yaxis: { lines: { show: !horizontal } },
    },
    xaxis: {
      type: 'category',
      categories: horizontal ? labels.map(withoutMarkup) : ticksThatFit(ticks, width - 60),
      // Of lying bars this is the axis of values: on a phone there is room for four of them.
      ...(horizontal && width < 480 && { tickAmount: 3 }),
      axisBorder: { show: !horizontal, color: line },
      axisTicks: { show: false },
      labels: horizontal ? values.labels
        : { rotate: 0, rotateAlways: false, hideOverlappingLabels: false, trim: false, style: { fontSize: '12px' } },
      tooltip: { enabled: false },
      crosshairs: { show: !isBar, stroke: { color: cssColor('--line-strong'), width: 1, dashArray: 0 } },
    },
    yaxis: horizontal
      ? { labels: { offsetY: 3, maxWidth: Math.min(220, width * 0.46), style: { fontSize: '12px' } } }
      : { ...values, ...valueScale(series, logarithmic) },
    tooltip: { shared: true, intersect: false, custom: tooltipOf(data) },
  }
}
