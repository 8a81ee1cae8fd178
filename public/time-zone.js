// Tells the server the time zone of this browser, so that a bare address opens in it. Every other address says itself
// which zone it is about.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
const known = document.cookie.split('; ').includes(`tz=${encodeURIComponent(zone)}`)

if (zone && !known) {
  document.cookie = `tz=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`
  // The first visit was answered before the server could know.
  if (zone !== 'UTC' && location.search === '' && document.getElementById('view')) {
    const address = `${location.pathname}?tz=${encodeURIComponent(zone)}`
    void htmx.ajax('GET', address, { target: '#view', source: '#view', swap: 'outerMorph', push: 'false', replace: 'true' })
  }
}
