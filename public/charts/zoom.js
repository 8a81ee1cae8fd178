// Drag over a chart to look at a part of it. The part is remembered by its labels, so that it outlives a refresh.

/** Id of the chart → { from, to }: labels of the first and the last category that are shown. */
const zooms = new Map()
/** Less than this is a click. */
const MIN_DRAG_PX = 8

export function zoomOf(element) {
  return zooms.get(element.id) ?? null
}

/** The part of the data that the zoom shows; all of it where its labels are gone. */
export function zoomed(data, zoom) {
  const from = zoom ? data.labels.indexOf(zoom.from) : -1
  const to = zoom ? data.labels.indexOf(zoom.to) : -1
  if (from < 0 || to < from) return data
  const cut = (list) => list.slice(from, to + 1)
  return {
    ...data,
    labels: cut(data.labels),
    ticks: cut(data.ticks),
    partial: data.partial.filter((index) => index >= from && index <= to).map((index) => index - from),
    series: data.series.map((series) => ({ ...series, values: cut(series.values) })),
  }
}

/** Calls back with each chart element whose zoom has changed. */
export function listenForZoom(redraw) {
  let drag = null

  function change(element, zoom) {
    if (zoom) zooms.set(element.id, zoom)
    else zooms.delete(element.id)
    showReset(element)
    redraw(element)
  }

  document.addEventListener('pointerdown', (event) => {
    const element = event.target.closest('[data-chart]')
    const plot = element?.querySelector('.apexcharts-grid')?.getBoundingClientRect()
    // Fingers scroll.
    if (!plot || event.button !== 0 || event.pointerType === 'touch') return
    drag = { element, plot, fromX: event.clientX, band: null }
  })
  document.addEventListener('pointermove', (event) => {
    if (!drag || Math.abs(event.clientX - drag.fromX) < MIN_DRAG_PX) return
    drag.band ??= drag.element.appendChild(bandOf())
    const { left, width } = spanOf(drag, event.clientX)
    const offset = drag.plot.left - drag.element.getBoundingClientRect().left
    drag.band.style.left = `${left + offset}px`
    drag.band.style.width = `${width}px`
  })
  document.addEventListener('pointerup', (event) => {
    const done = drag
    drag = null
    done?.band?.remove()
    if (!done?.band) return
    const { labels } = zoomed(JSON.parse(done.element.dataset.chart), zoomOf(done.element))
    const { left, width } = spanOf(done, event.clientX)
    const indexAt = (x) => Math.min(labels.length - 1, Math.floor((x / done.plot.width) * labels.length))
    const [first, last] = [indexAt(left), indexAt(left + width)]
    if (last > first) change(done.element, { from: labels[first], to: labels[last] })
  })
  document.addEventListener('click', (event) => {
    const id = event.target.closest('[data-zoom-reset]')?.dataset.zoomReset
    const element = id && document.getElementById(id)
    if (element) change(element, null)
  })
  document.addEventListener('htmx:after:swap', () => {
    for (const id of zooms.keys()) showReset(document.getElementById(id))
  })
}

function showReset(element) {
  const button = element && document.querySelector(`[data-zoom-reset="${element.id}"]`)
  const { labels } = element ? JSON.parse(element.dataset.chart) : { labels: [] }
  const zoom = element && zoomOf(element)
  if (button) button.hidden = !zoom || !labels.includes(zoom.from) || !labels.includes(zoom.to)
}

function bandOf() {
  const band = document.createElement('div')
  band.className = 'zoom-band'
  return band
}

/** What is between the start of the drag and x, relative to the plot and inside of it. */
function spanOf({ plot, fromX }, x) {
  const inside = (value) => Math.min(Math.max(value - plot.left, 0), plot.width)
  const left = Math.min(inside(fromX), inside(x))
  return { left, width: Math.max(inside(fromX), inside(x)) - left }
}
