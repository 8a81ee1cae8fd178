// Menus are details elements: this closes them, which those do not do by themselves.

function openMenus() {
  return document.querySelectorAll('details[data-menu][open]')
}

document.addEventListener('pointerdown', (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false
})

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  for (const menu of openMenus()) {
    const hadFocus = menu.contains(document.activeElement)
    menu.open = false
    if (hadFocus) menu.querySelector('summary').focus()
  }
})

// One menu at a time, and what is typed goes to its search.
document.addEventListener('toggle', (event) => {
  const menu = event.target
  if (!menu.matches?.('details[data-menu]') || !menu.open) return
  for (const other of openMenus()) if (other !== menu) other.open = false
  menu.querySelector('input[type=search]')?.focus()
}, true)
