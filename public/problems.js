// What could not be had: said where it is missing, with what was there before left in place.

/** The panel that a request was to refresh alone; null for one that somebody made. */
function refreshedPanel(context) {
  return context.sourceElement?.matches?.('[data-refresher]') ? document.querySelector(context.sourceElement.getAttribute('hx-target')) : null
}

function note(text, requestId, retry) {
  const element = document.createElement('p')
  element.className = 'panel-problem'
  element.setAttribute('role', 'alert')
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'button is-quiet small'
  button.textContent = 'Try again'
  button.addEventListener('click', retry)
  element.append(text, ' ', button)
  if (requestId) {
    const code = document.createElement('code')
    code.textContent = requestId
    element.append(' Request ', code)
  }
  return element
}

function showProblem(context) {
  const panel = refreshedPanel(context)
  const requestId = context.response?.headers?.get('x-request-id') ?? null
  if (panel) {
    panel.querySelector(':scope > .panel-problem')?.remove()
    const retry = () => htmx.trigger(context.sourceElement, 'refresh')
    panel.prepend(note('This could not be refreshed. What you see is as it was before.', requestId, retry))
    return
  }
  // An answer that says what is wrong takes the place of the page; without an answer there is nothing to show.
  if (context.response) return
  const place = document.getElementById('problem')
  place.replaceChildren(note('The server cannot be reached. What you see is as it was before.', null, () => location.reload()))
}

document.addEventListener('htmx:response:error', ({ detail }) => showProblem(detail.ctx))
document.addEventListener('htmx:error', ({ detail }) => showProblem(detail.ctx))
document.addEventListener('htmx:after:swap', () => document.getElementById('problem').replaceChildren())
