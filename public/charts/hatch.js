// What a period holds only a part of is hatched: bars in the colour of their series, areas by stripes of the ground over them.

const SVG = 'http://www.w3.org/2000/svg'
const MASK = 'partial-mask'
const STRIPES = 'partial-stripes'

function element(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value)
  node.append(...children)
  return node
}

function stripes(id, ...fills) {
  return element('pattern', { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, ...fills)
}

/** Outside of what is swapped, once per document. */
function ensureDefinitions() {
  if (document.getElementById(MASK)) return
  const pattern = stripes(`${MASK}-lines`, element('rect', { width: 6, height: 6, fill: '#4d4d4d' }), element('rect', { width: 3, height: 6, fill: '#fff' }))
  const mask = element('mask', { id: MASK, x: 0, y: 0, width: 1, height: 1 },
    element('rect', { x: -5000, y: -5000, width: 20000, height: 20000, fill: `url(#${MASK}-lines)` }))
  const ground = stripes(STRIPES, element('rect', { width: 3, height: 6, class: 'hatch-ground' }))
  document.body.append(element('svg', { 'class': 'defs', 'width': 0, 'height': 0, 'aria-hidden': 'true' }, element('defs', {}, pattern, mask, ground)))
}

/** Hatches partial periods of a chart that was just drawn, and takes the hatching off what is whole by now. */
export function followHatching(chartElement, data) {
  if (data.partial.length > 0) ensureDefinitions()
  if (data.kind === 'bar') hatchBars(chartElement, data)
  if (data.kind === 'area') hatchAreas(chartElement, data)
}

function hatchBars(chartElement, { partial }) {
  for (const bar of chartElement.querySelectorAll('.apexcharts-bar-area')) {
    if (partial.includes(Number(bar.getAttribute('j')))) bar.setAttribute('mask', `url(#${MASK})`)
    else bar.removeAttribute('mask')
  }
}

/** An area rises or falls between two points: the stretch up to a partial one is hatched, or from it on if it is the first. */
function hatchAreas(chartElement, { labels, partial }) {
  for (const band of chartElement.querySelectorAll('.partial-band')) band.remove()
  const inner = chartElement.querySelector('.apexcharts-inner')
  const { width = 0, height = 0 } = chartElement.querySelector('.apexcharts-grid')?.getBBox() ?? {}
  const step = width / Math.max(1, labels.length - 1)
  for (const index of partial) {
    const x = Math.max(0, index - 1) * step
    inner?.append(element('rect', { class: 'partial-band', x, y: 0, width: step, height, fill: `url(#${STRIPES})` }))
  }
}
