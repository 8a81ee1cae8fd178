// Loaded before anything is painted, so that the chosen theme never flashes through the other one. Without a choice of
// the reader's, or where they chose "system", the theme is the system's.

const root = document.documentElement
root.classList.add('js')

function showTheme(theme) {
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
  else delete root.dataset.theme
  for (const button of document.querySelectorAll('[data-theme-choice]')) {
    button.setAttribute('aria-pressed', String(button.dataset.themeChoice === (root.dataset.theme ?? 'system')))
  }
}

function announceTheme() {
  document.dispatchEvent(new CustomEvent('theme:change'))
}

function storedTheme() {
  try {
    return localStorage.getItem('theme')
  } catch {
    // Storage may be blocked: the system's theme stays.
    return null
  }
}

showTheme(storedTheme())
document.addEventListener('DOMContentLoaded', () => showTheme(root.dataset.theme))

document.addEventListener('click', (event) => {
  const choice = event.target.closest('[data-theme-choice]')?.dataset.themeChoice
  if (choice === undefined) return
  showTheme(choice)
  try {
    localStorage.setItem('theme', choice)
  } catch {
    // The choice lasts as long as the page.
  }
  announceTheme()
})

// Another tab's choice, and the system's.
addEventListener('storage', (event) => {
  if (event.key !== 'theme') return
  showTheme(event.newValue)
  announceTheme()
})
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', announceTheme)
