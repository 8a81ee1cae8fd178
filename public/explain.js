// Opens what a dollar is made of beside the page that shows it. Without this file its link leads to the page of its own.

const OPEN = 'a.explain'

let dialog = null

function makeDialog() {
  const made = document.createElement('dialog')
  made.className = 'explain-dialog'
  made.setAttribute('aria-label', 'Cost explained')
  const close = document.createElement('form')
  close.method = 'dialog'
  close.className = 'explain-close'
  const button = document.createElement('button')
  button.className = 'button is-quiet small'
  button.textContent = 'Close'
  close.append(button)
  made.append(close)
  // A click beside it closes it too.
  made.addEventListener('click', (event) => {
    if (event.target === made) made.close()
  })
  made.addEventListener('close', () => made.querySelector('#explain')?.remove())
  document.body.append(made)
  return made
}

/** One that asks for no other tab or window. */
function isPlainClick(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
}

// Before htmx, which would put the page of its own in place of this one.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.(OPEN)
  if (!link || !isPlainClick(event)) return
  event.preventDefault()
  event.stopPropagation()
  dialog ??= makeDialog()
  dialog.querySelector('#explain')?.remove()
  const place = document.createElement('section')
  place.id = 'explain'
  place.className = 'panel explain-panel'
  place.setAttribute('aria-busy', 'true')
  const status = document.createElement('p')
  status.className = 'sr-only'
  status.textContent = 'Looking up the prices …'
  place.append(status)
  dialog.append(place)
  dialog.showModal()
  htmx.ajax('GET', link.getAttribute('href'), { source: place, target: place, swap: 'outerHTML' })
}, true)
