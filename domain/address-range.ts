const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/

/**
 * Whether a text is an IP address, or a range of them as `10.0.0.0/24` or `fd00::/8`. A range of all addresses is none: whoever
 * is to be trusted has to be named.
 */
export function isAddressRange(text: string): boolean {
  const [address = '', length, ...more] = text.split('/')
  const isV4 = IPV4.test(address)
  if (more.length > 0 || !isV4 && !isIpV6(address)) return false
  return length === undefined || /^[1-9]\d{0,2}$/.test(length) && Number(length) <= (isV4 ? 32 : 128)
}

/** Up to eight groups of hexadecimal digits, of which `::` leaves out those that are zero. */
function isIpV6(address: string): boolean {
  const halves = address.split('::')
  const groups = halves.flatMap((half) => half === '' ? [] : half.split(':'))
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false
  return halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8
}
