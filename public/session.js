// A session that has ended shows the login as a page of its own: never as a piece of this one.

document.addEventListener('htmx:before:response', (event) => {
  const { raw, status } = event.detail.ctx.response
  const elsewhere = raw.redirected && new URL(raw.url).pathname !== new URL(event.detail.ctx.request.action, location.href).pathname
  if (status !== 401 && !elsewhere) return
  event.preventDefault()
  location.reload()
})
