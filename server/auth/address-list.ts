import { BlockList, isIP } from 'node:net'

/** Whether an address is one of `ranges`: addresses, or ranges of them as `10.0.0.0/24` and `fd00::/8`. */
export function addressList(ranges: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', length] = range.split('/')
    const family = familyOf(address)
    if (family === null) throw new Error(`${range} is no range of addresses`)
    if (length === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(length), family)
  }
  return (address) => {
    // A socket that takes both families calls 10.0.0.7 this.
    const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
    const family = familyOf(mapped)
    return family !== null && list.check(mapped, family)
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address)
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : null
}
