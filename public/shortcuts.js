// Single keys, for whoever has not switched them off. None of them does anything while something is typed.
import { refreshNow } from './refresh.js'

const SWITCH = 'shortcuts'
const dialog = document.getElementById('help')
const box = dialog.querySelector('[data-shortcuts]')

function areOn() {
  try {
    return localStorage.getItem(SWITCH) !== 'off'
  } catch {
    return true
  }
}

function focusSearch() {
  const onPage = [...document.querySelectorAll('#main input[type=search]')].find((input) => input.checkVisibility() && !input.closest('[data-menu]'))
  if (onPage) {
    onPage.focus()
    return
  }
  // The menu puts the focus into its search once it is open.
  const menu = document.querySelector('#filters details:has([name=find-caller])')
  if (menu) menu.open = true
}

function focusRange() {
  const links = document.querySelectorAll('[aria-label="Time range"] a')
  const current = [...links].find((link) => link.hasAttribute('aria-current'))
  const target = current ?? links[0]
  target?.focus()
}

const KEYS = { '/': focusSearch, 'r': refreshNow, 't': focusRange, '?': () => dialog.showModal() }

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !areOn()) return
  if (event.target.closest?.('input, select, textarea, dialog, [contenteditable]')) return
  const action = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined
  if (!action) return
  event.preventDefault()
  action()
})

document.addEventListener('click', (event) => {
  if (!event.target.closest('[data-help]')) return
  dialog.showModal()
})

box.checked = areOn()
box.addEventListener('change', () => {
  try {
    if (box.checked) localStorage.removeItem(SWITCH)
    else localStorage.setItem(SWITCH, 'off')
  } catch {
    // Storage may be blocked: the shortcuts stay on.
    box.checked = true
  }
})
