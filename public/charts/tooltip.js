// The tooltip is made of elements and texts: names never pass for markup.

import { formatOf } from './format.js'

function element(name, className, text = '') {
  const node = document.createElement(name)
  node.className = className
  node.textContent = text
  return node
}

/** Series without a value are left out; where they add up, the largest stand first and the sum below. */
export function tooltipOf({ kind, unit, labels, partial, series }) {
  const format = formatOf(unit)
  return ({ dataPointIndex: index }) => {
    const box = element('div', 'tip')
    const head = element('p', 'tip-head', labels[index] ?? '')
    if (partial.includes(index)) head.append(element('span', 'tip-note', 'partly'))
    box.append(head)
    const entries = series.map(({ name, color, values }) => ({ name, color, value: values[index] ?? null }))
    const stacked = kind !== 'line'
    const told = entries.filter(({ value }) => value !== null && (value !== 0 || !stacked))
    if (stacked) told.sort((a, b) => b.value - a.value)
    for (const { name, color, value } of told) box.append(row(name, format(value), color))
    if (told.length === 0) box.append(element('p', 'tip-note', stacked ? 'Nothing' : 'No data'))
    if (stacked && told.length > 1) box.append(row('Total', format(told.reduce((sum, { value }) => sum + value, 0)), null))
    return box
  }
}

function row(name, value, color) {
  const line = element('p', color ? 'tip-row' : 'tip-row is-total')
  line.append(element('span', color ? `swatch ${color.replace('--', '')}` : 'swatch is-none'), element('span', 'tip-name', name), element('span', 'tip-value', value))
  return line
}
