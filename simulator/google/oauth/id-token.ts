import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'

/** Signs ID tokens as Google does: RS256, with the public half served as a JWK set. */
export interface IdTokenSigner {
  sign(claims: Record<string, unknown>): string
  jwkSet(): { keys: Record<string, unknown>[] }
}

/** The key pair is made at first need: it takes a tenth of a second. */
export function createIdTokenSigner(): IdTokenSigner {
  let pair: { privateKey: KeyObject; jwk: Record<string, unknown>; kid: string } | null = null
  const key = (): { privateKey: KeyObject; jwk: Record<string, unknown>; kid: string } => {
    if (pair) return pair
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const jwk = publicKey.export({ format: 'jwk' }) as Record<string, unknown>
    const kid = createHash('sha1').update(JSON.stringify(jwk)).digest('hex')
    pair = { privateKey, jwk: { ...jwk, kid, alg: 'RS256', use: 'sig' }, kid }
    return pair
  }
  const encode = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url')
  return {
    sign: (claims) => {
      const { privateKey, kid } = key()
      const input = `${encode({ alg: 'RS256', kid, typ: 'JWT' })}.${encode(claims)}`
      return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`
    },
    jwkSet: () => ({ keys: [key().jwk] }),
  }
}
