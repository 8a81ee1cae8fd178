import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { formatPasswordHash, parsePasswordHash, type PasswordHash, SCRYPT_COST } from '../../domain/password-hash.ts'

const DIGEST_BYTES = 32
const MAX_MEMORY_BYTES = 512 * 1024 * 1024

type Cost = Pick<PasswordHash, 'logN' | 'r' | 'p'>

/** `scrypt:…`, with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const digest = await derive(password, salt, SCRYPT_COST)
  return formatPasswordHash({ ...SCRYPT_COST, salt: salt.toString('base64url'), digest: digest.toString('base64url') })
}

/** Whether a password is the one that was hashed. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const parsed = parsePasswordHash(hash)
  if (parsed === null) throw new Error('a hash of a password cannot be read')
  const { salt, digest, ...cost } = parsed
  const expected = Buffer.from(digest, 'base64url')
  const actual = await derive(password, Buffer.from(salt, 'base64url'), cost)
  return expected.length === actual.length && timingSafeEqual(actual, expected)
}

/** What is known of a password without it: another one as soon as its hash is. */
export function passwordMark(hash: string): string {
  return createHash('sha256').update(hash).digest('base64url')
}

/** However it was typed: browsers and systems write the same letters in more than one way. */
function derive(password: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, DIGEST_BYTES, { N: 2 ** logN, r, p, maxmem: MAX_MEMORY_BYTES }, (error, digest) => {
      if (error === null) resolve(digest)
      else reject(error)
    })
  })
}
