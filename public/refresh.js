// Refreshes panels one by one: every so often, when asked, and at once after coming back to a tab that missed it.

let timer = 0
let everyMs = 0
let missed = false
let announced = ''

/** Asks for news of everything that is on the page. */
export function refreshNow() {
  for (const refresher of document.querySelectorAll('[data-refresher]')) {
    if (document.querySelector(refresher.getAttribute('hx-target'))) htmx.trigger(refresher, 'refresh')
  }
}

// A refresh that nobody sees is work for nothing, and one under an open menu moves what is being pointed at.
function isPaused() {
  return document.hidden || document.querySelector('details[data-menu][open], dialog[open]') !== null
}

function tick() {
  if (isPaused()) missed = true
  else refreshNow()
}

function catchUp() {
  if (!missed || isPaused()) return
  missed = false
  refreshNow()
}

function schedule() {
  const chosenMs = Number(document.querySelector('[data-every-ms]')?.dataset.everyMs ?? 0)
  if (chosenMs === everyMs) return
  everyMs = chosenMs
  missed = false
  clearInterval(timer)
  if (everyMs > 0) timer = setInterval(tick, everyMs)
}

// Those who listen instead of looking hear the first totals, once they have changed.
function totals() {
  const cards = [...document.querySelectorAll('#main .card')].slice(0, 3)
  return cards.map((card) => `${card.querySelector('h2')?.textContent ?? ''} ${card.querySelector('.value')?.textContent ?? ''}`).join(', ')
}

function announce() {
  const text = totals()
  if (text === announced) return
  announced = text
  document.getElementById('status').textContent = text
}

announced = totals()
schedule()
document.addEventListener('visibilitychange', catchUp)
document.addEventListener('toggle', catchUp, true)
document.addEventListener('htmx:after:swap', () => {
  schedule()
  announce()
})
