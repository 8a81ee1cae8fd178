// Loaded before anything is painted, so that the chosen theme never flashes through the other one.
const root = document.documentElement
root.classList.add('js')
try {
  const theme = localStorage.getItem('theme')
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
} catch {
  // Storage may be blocked: the system's theme stays.
}
