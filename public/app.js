// What pages do beyond links and forms. Everything here is optional: without it the pages still work.

const root = document.documentElement

function currentTheme() {
  return root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
}

function announceTheme() {
  document.dispatchEvent(new CustomEvent('theme:change'))
}

document.addEventListener('click', (event) => {
  if (!event.target.closest('[data-theme-toggle]')) return
  root.dataset.theme = currentTheme() === 'dark' ? 'light' : 'dark'
  try {
    localStorage.setItem('theme', root.dataset.theme)
  } catch {
    // Storage may be blocked: the choice lasts as long as the page.
  }
  announceTheme()
})
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', announceTheme)

// A refresh that nobody sees is work for nothing; the first one after coming back is due at once.
let missedRefresh = false
document.addEventListener('htmx:before:request', (event) => {
  const isRefresh = event.detail.ctx.sourceElement?.id === 'refresh'
  if (!isRefresh || !document.hidden) return
  missedRefresh = true
  event.preventDefault()
})
document.addEventListener('visibilitychange', () => {
  if (document.hidden || !missedRefresh) return
  missedRefresh = false
  const refresh = document.getElementById('refresh')
  if (refresh) htmx.trigger(refresh, 'refresh')
})

// What could not be refreshed stays as it was, and says so.
function showRefreshFailure(failed) {
  const note = document.getElementById('refresh-failed')
  if (note) note.hidden = !failed
}
document.addEventListener('htmx:response:error', () => showRefreshFailure(true))
document.addEventListener('htmx:error', () => showRefreshFailure(true))
document.addEventListener('htmx:after:swap', () => showRefreshFailure(false))

// A details element is as open as its reader left it, whatever the server sends.
htmx.registerExtension('keep-details', {
  htmx_before_morph_attr: (element, { attrName }) => !(element.localName === 'details' && (attrName === 'open' || attrName === 'class')),
})
