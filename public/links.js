// Links that hold what is shown: to copy, and to other pages.

// On a narrow screen the pages lie on one line that is longer than the screen: this one is in sight. Without a role there are none.
const pages = document.getElementById('pages')
const current = pages?.querySelector('[aria-current]')
if (current) pages.scrollLeft = current.offsetLeft - pages.offsetLeft - (pages.clientWidth - current.offsetWidth) / 2

function sharedParameters() {
  return document.querySelector('[data-shared]')?.dataset.shared ?? ''
}

// The pages above take time range, zone and filters along, also those chosen since the page was loaded.
document.addEventListener('htmx:after:swap', () => {
  const shared = sharedParameters()
  for (const link of document.querySelectorAll('#pages a[data-usage]')) {
    link.search = shared
  }
})

// htmx takes over links within a page. It must not those to other pages, which have another title and other panels, nor clicks
// that ask for another tab or window, which it would swallow.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href]')
  if (!link) return
  const wantsAnother = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
  if (wantsAnother || link.pathname !== location.pathname) event.stopPropagation()
}, true)

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy-link]')
  if (!button) return
  const copied = await copy(new URL(button.dataset.copyLink, location.href).href)
  const label = button.textContent
  button.textContent = copied ? 'Copied' : 'Copying is not allowed here'
  document.getElementById('status').textContent = button.textContent
  setTimeout(() => { button.textContent = label }, 2000)
})

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

// The clipboard is for secure pages only; behind plain HTTP the old way still works.
function copyBySelection(text) {
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'sr-only'
  document.body.append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  return copied
}
