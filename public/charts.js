// Draws every [data-chart] element, and draws it anew where its JSON, the theme or its zoom changes. The JSON is made by
// server/view-models/chart.ts: { kind, horizontal, logarithmic, unit, labels, ticks, partial: [index], series: [{ name, color, values }] }.

import { chartOptions } from './charts/options.js'
import { followHatching } from './charts/hatch.js'
import { listenForZoom, zoomOf, zoomed } from './charts/zoom.js'

/** Element → { chart, json, shape } */
const drawn = new Map()

/** What a chart cannot change in place. */
function shapeOf({ kind, horizontal, logarithmic }) {
  return `${kind} ${horizontal} ${logarithmic}`
}

function draw(element, force) {
  const json = element.dataset.chart
  const known = drawn.get(element)
  if (known && known.json === json && !force) return
  const data = zoomed(JSON.parse(json), zoomOf(element))
  const shape = shapeOf(data)
  const options = chartOptions(element, data)
  if (known && known.shape === shape) {
    known.json = json
    void known.chart.updateOptions(options, false, false, false, true).then(() => followHatching(element, data))
    return
  }
  known?.chart.destroy()
  const canvas = element.querySelector('.chart-canvas')
  canvas.textContent = ''
  const chart = new ApexCharts(canvas, options)
  drawn.set(element, { chart, json, shape })
  void chart.render().then(() => followHatching(element, data))
}

/** Numbers stand in the table behind a chart: where there is a chart, the table waits until it is asked for. */
function closeTables() {
  for (const table of document.querySelectorAll('details.chart-data:not(.touched)')) {
    table.open = false
    table.classList.add('touched')
  }
}

function forgetGone() {
  for (const [element, { chart }] of drawn) {
    if (element.isConnected) continue
    chart.destroy()
    drawn.delete(element)
  }
}

/** One chart per task, so that a page with several stays responsive while they appear. */
function drawEach(elements, force) {
  const [element, ...rest] = elements
  if (!element) return
  if (element.isConnected) draw(element, force)
  if (rest.length > 0) setTimeout(() => drawEach(rest, force))
}

function drawAll(force = false) {
  forgetGone()
  closeTables()
  const elements = [...document.querySelectorAll('[data-chart]')]
  // What is there already changes at once, so that nothing of the old theme or the old numbers stays beside the new.
  for (const element of elements.filter((one) => drawn.has(one))) draw(element, force)
  drawEach(elements.filter((one) => !drawn.has(one)), force)
}

/** Ticks and sizes depend on the width. */
let resized = 0
addEventListener('resize', () => {
  clearTimeout(resized)
  resized = setTimeout(() => drawAll(true), 150)
})

drawAll()
document.addEventListener('htmx:after:swap', () => drawAll())
document.addEventListener('theme:change', () => drawAll(true))
listenForZoom((element) => draw(element, true))
