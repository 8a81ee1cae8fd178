// Colours of the theme as the chart library takes them.

const probe = document.createElement('span')
probe.hidden = true

/** Value of a custom property as `#rrggbb`, in the theme of this moment. */
export function cssColor(name) {
  if (!probe.isConnected) document.body.append(probe)
  probe.style.color = `var(${name})`
  const [red = 0, green = 0, blue = 0] = getComputedStyle(probe).color.match(/[\d.]+/g)?.map(Number) ?? []
  return `#${[red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}
