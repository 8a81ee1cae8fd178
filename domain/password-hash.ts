/** How a password was hashed, and what came of it. */
export interface PasswordHash {
  /** Parameters of scrypt: N = 2^logN. */
  readonly logN: number
  readonly r: number
  readonly p: number
  /** base64url */
  readonly salt: string
  readonly digest: string
}

/** Takes 64 MiB and about half a second of one core. */
export const SCRYPT_COST = { logN: 16, r: 8, p: 2 } as const

/** The same without a `$`, which shells and Compose files take for a variable: `scrypt:ln=16,r=8,p=2:<salt>:<digest>`. */
const FORM = /^scrypt:ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2}):([\w-]{22,128}):([\w-]{43})$/

/** Hashes a server would sign somebody in for at once, and those that would take all of its memory. */
const LIMITS = { minLogN: 15, maxLogN: 18, maxR: 16, maxP: 4 }

/** Null for what is no hash, or none that is neither too weak nor too heavy. */
export function parsePasswordHash(text: string): PasswordHash | null {
  const [, logN = '', r = '', p = '', salt = '', digest = ''] = FORM.exec(text) ?? []
  const hash = { logN: Number(logN), r: Number(r), p: Number(p), salt, digest }
  const { minLogN, maxLogN, maxR, maxP } = LIMITS
  const fits = hash.logN >= minLogN && hash.logN <= maxLogN && hash.r >= 8 && hash.r <= maxR && hash.p >= 1 && hash.p <= maxP
  return salt !== '' && fits ? hash : null
}

export function formatPasswordHash({ logN, r, p, salt, digest }: PasswordHash): string {
  return `scrypt:ln=${logN},r=${r},p=${p}:${salt}:${digest}`
}

/** What stands in the example in place of a hash. */
export function isPlaceholderHash(text: string): boolean {
  return /:(.)\1+$/.test(text)
}
