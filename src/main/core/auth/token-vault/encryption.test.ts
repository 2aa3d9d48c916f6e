import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decrypt, encrypt, encryptionKey, randomKey } from './encryption.ts'

describe('encrypting a secret', () => {
  it('gives back any text, of any length and script', () => {
    const key = randomKey()
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'grapheme', maxLength: 5000 }), (name, secret) => {
        expect(decrypt(key, name, encrypt(key, name, secret))).toBe(secret.toWellFormed())
      }),
    )
  })

  it('never gives the same ciphertext twice', () => {
    const key = randomKey()
    const seen = new Set(Array.from({ length: 200 }, () => encrypt(key, 'grant:1', 'secret')))
    expect(seen.size).toBe(200)
  })

  it('refuses an entry that was moved to another name', () => {
    const key = randomKey()
    const envelope = encrypt(key, 'grant:alice', 'secret')
    expect(() => decrypt(key, 'grant:mallory', envelope)).toThrow(
      expect.objectContaining({ code: 'token_integrity_error' }),
    )
  })

  it('refuses an entry in which any one character was changed', () => {
    const key = randomKey()
    const envelope = encrypt(key, 'grant:1', 'a secret of some length')
    for (let at = 0; at < envelope.length; at += 1) {
      const other = envelope[at] === 'A' ? 'B' : 'A'
      const changed = envelope.slice(0, at) + other + envelope.slice(at + 1)
      // The last character of a base64url part may hold bits that mean nothing.
      const isSameBytes = changed
        .split('.')
        .every((part, i) => same(part, envelope.split('.')[i] ?? ''))
      if (isSameBytes) continue
      expect(() => decrypt(key, 'grant:1', changed), `character ${at}`).toThrow(
        expect.objectContaining({
          code: expect.stringMatching(/^token_(integrity|decryption)_error$/u) as string,
        }),
      )
    }
  })

  it('tells a wrong key from a damaged entry', () => {
    const envelope = encrypt(randomKey(), 'grant:1', 'secret')
    expect(() => decrypt(randomKey(), 'grant:1', envelope)).toThrow(
      expect.objectContaining({ code: 'token_decryption_error' }),
    )
    expect(() => decrypt(randomKey(), 'grant:1', 'secret in plain')).toThrow(
      expect.objectContaining({ code: 'token_integrity_error' }),
    )
  })

  it('opens an entry after the key was given another id', () => {
    const bytes = randomBytes(32)
    const envelope = encrypt(encryptionKey(bytes, 'spring'), 'grant:1', 'secret')
    expect(decrypt(encryptionKey(bytes, 'summer'), 'grant:1', envelope)).toBe('secret')
  })

  it('accepts no key of another length and no id with other characters', () => {
    for (const make of [
      () => encryptionKey(randomBytes(16)),
      () => encryptionKey(randomBytes(33)),
      () => encryptionKey(randomBytes(32), 'a.b'),
      () => encryptionKey(randomBytes(32), ''),
    ]) {
      expect(make).toThrow(expect.objectContaining({ code: 'token_encryption_error' }))
    }
  })
})

function same(left: string, right: string): boolean {
  return left === right || Buffer.from(left, 'base64url').equals(Buffer.from(right, 'base64url'))
}
