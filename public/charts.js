// Draws every [data-chart] element and redraws it when its JSON or the theme changes. The JSON:
// { unit: 'usd' | 'count', categories, ticks, partial: [boolean], series: [{ name, color, values }] }, where names are
// escaped for HTML by the server (the chart library writes them as HTML) and colours name CSS custom properties.

const styleNonce = document.querySelector('link[rel=stylesheet]').nonce
/** Element → { chart, json } */
const drawn = new Map()

function cssValue(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

function formatter(unit) {
  if (unit === 'usd') {
    return (value) => {
      if (value === 0) return '$0'
      if (value < 0.01) return '<$0.01'
      return `$${value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 2 : 0 })}`
    }
  }
  const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })
  return (value) => compact.format(value)
}

function options(element, data) {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches
  const colors = data.series.map((series) => cssValue(series.color))
  const format = formatter(data.unit)
  const ticks = new Map(data.categories.map((category, index) => [category, data.ticks[index]]))
  const many = data.categories.length > 14
  const wide = element.clientWidth > 600
  return {
    chart: {
      type: 'bar',
      stacked: true,
      height: element.clientHeight || 300,
      width: '100%',
      nonce: styleNonce,
      background: 'transparent',
      fontFamily: 'inherit',
      foreColor: cssValue('--muted'),
      toolbar: { show: false },
      zoom: { enabled: false },
      animations: { enabled: false },
      parentHeightOffset: 0,
      redrawOnParentResize: true,
    },
    theme: { mode: dark ? 'dark' : 'light' },
    colors,
    series: data.series.map((series, index) => ({
      name: series.name,
      data: series.values.map((y, position) =>
        // What the period holds only a part of is drawn paler.
        data.partial[position] ? { x: data.categories[position], y, fillColor: `${colors[index]}80` }
          : { x: data.categories[position], y }),
    })),
    plotOptions: { bar: { columnWidth: many ? '78%' : '56%', borderRadius: 2, borderRadiusApplication: 'end', borderRadiusWhenStacked: 'last' } },
    stroke: { show: element.clientWidth / data.categories.length > 16, width: 1, colors: [cssValue('--surface')] },
    states: { hover: { filter: { type: 'none' } }, active: { filter: { type: 'none' } } },
    dataLabels: { enabled: false },
    legend: { show: false },
    grid: { borderColor: cssValue('--line'), strokeDashArray: 3, padding: { left: 8, right: 8, top: -16, bottom: 0 } },
    xaxis: {
      type: 'category',
      tickAmount: many ? (wide ? 12 : 4) : undefined,
      tickPlacement: 'on',
      axisBorder: { color: cssValue('--line') },
      axisTicks: { show: false },
      labels: { formatter: (category) => ticks.get(category) ?? category, rotate: 0, hideOverlappingLabels: true, trim: false, style: { fontSize: '12px' } },
      tooltip: { enabled: false },
    },
    yaxis: { labels: { formatter: format, style: { fontSize: '12px' } }, forceNiceScale: true, min: 0 },
    tooltip: {
      theme: dark ? 'dark' : 'light', shared: true, intersect: false, hideEmptySeries: true,
      y: { formatter: (value) => (value ? format(value) : undefined) },
    },
    noData: { text: 'No data' },
  }
}

function draw(element, redraw) {
  const json = element.dataset.chart
  const known = drawn.get(element)
  if (known && known.json === json && !redraw) return
  known?.chart.destroy()
  const canvas = element.querySelector('.chart-canvas')
  canvas.textContent = ''
  const chart = new ApexCharts(canvas, options(element, JSON.parse(json)))
  drawn.set(element, { chart, json })
  void chart.render()
  const table = element.parentElement.querySelector('details.chart-data:not(.touched)')
  if (table) {
    table.open = false
    table.classList.add('touched')
  }
}

function drawAll(redraw = false) {
  for (const [element, { chart }] of drawn) {
    if (element.isConnected) continue
    chart.destroy()
    drawn.delete(element)
  }
  for (const element of document.querySelectorAll('[data-chart]')) draw(element, redraw)
}

drawAll()
document.addEventListener('htmx:after:swap', () => drawAll())
document.addEventListener('theme:change', () => drawAll(true))
