// A session that has ended shows the sign-in as a page of its own: never as a piece of this one.

// Proxies lead a person to the sign-in, and answer a script that says it is one.
document.addEventListener('htmx:config:request', ({ detail }) => {
  detail.ctx.request.headers['X-Requested-With'] = 'XMLHttpRequest'
})

document.addEventListener('htmx:before:response', (event) => {
  const { raw, status, headers } = event.detail.ctx.response
  const elsewhere = raw.redirected && new URL(raw.url).pathname !== new URL(event.detail.ctx.request.action, location.href).pathname
  // What this server refuses bears its id; a proxy may ask to sign in with the same status.
  const signIn = status === 401 || status === 403 && !headers.has('x-request-id')
  if (!signIn && !elsewhere) return
  event.preventDefault()
  location.reload()
})

// Some lead everybody to another site, where a script cannot follow: that fails as if nobody answered, but is told when asked.
document.addEventListener('htmx:error', async ({ detail: { ctx } }) => {
  if (!ctx?.request || ctx.response) return
  const { action, headers } = ctx.request
  const answer = await fetch(action, { headers, redirect: 'manual' }).catch(() => null)
  if (answer?.type === 'opaqueredirect') location.reload()
})
