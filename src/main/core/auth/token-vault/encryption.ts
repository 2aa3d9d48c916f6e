import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { OperationError } from '#shared/errors.ts'

const ALGORITHM = 'aes-256-gcm'
const VERSION = 'v1'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_ID = /^[A-Za-z0-9_-]{1,64}$/u

/** A 256-bit key, the name it goes by, and a value that recognises it without giving it away. */
export interface EncryptionKey {
  readonly bytes: Buffer
  readonly id: string
  readonly check: string
}

/**
 * Binds 32 bytes to an id. Without one the id is a fingerprint of the key.
 * Throws token_encryption_error where the bytes or the id are not of the right form.
 */
export function encryptionKey(bytes: Buffer, id: string | null = null): EncryptionKey {
  if (bytes.length !== KEY_BYTES) {
    throw new OperationError(
      'token_encryption_error',
      `An encryption key must be ${KEY_BYTES} bytes long; this one has ${bytes.length}.`,
    )
  }
  if (id !== null && !KEY_ID.test(id)) {
    throw new OperationError(
      'token_encryption_error',
      'An encryption key’s id may hold letters, digits, - and _ only, 64 at most.',
    )
  }
  const check = createHmac('sha256', bytes).update('MailManager key check').digest()
  return {
    bytes,
    id: id ?? createHash('sha256').update(bytes).digest('hex').slice(0, 8),
    check: check.subarray(0, 8).toString('base64url'),
  }
}

/** A fresh random key. */
export function randomKey(): EncryptionKey {
  return encryptionKey(randomBytes(KEY_BYTES))
}

/**
 * Encrypts one secret with AES-256-GCM under a fresh nonce. Its name and the key's id are
 * authenticated, so that an entry cannot be passed off as another.
 * Answers `v1.keyId.check.nonce.ciphertext+tag`, each binary part in base64url.
 */
export function encrypt(key: EncryptionKey, name: string, secret: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key.bytes, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(associatedData(key.id, name))
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return [
    VERSION,
    key.id,
    key.check,
    nonce.toString('base64url'),
    sealed.toString('base64url'),
  ].join('.')
}

/**
 * The reverse of `encrypt`. Throws token_decryption_error where the entry was encrypted under
 * another key, and token_integrity_error where it was changed since.
 */
export function decrypt(key: EncryptionKey, name: string, envelope: string): string {
  const [version, keyId, check, nonceText, sealedText, ...rest] = envelope.split('.')
  if (
    version !== VERSION ||
    keyId === undefined ||
    check === undefined ||
    nonceText === undefined ||
    sealedText === undefined ||
    rest.length > 0
  ) {
    throw tampered()
  }
  if (!isEqualConstantTime(check, key.check)) {
    throw new OperationError(
      'token_decryption_error',
      'A saved sign-in was encrypted with a different key. Put the former key back, or sign in again.',
      { entryKeyId: KEY_ID.test(keyId) ? keyId : null, keyId: key.id },
    )
  }
  const nonce = Buffer.from(nonceText, 'base64url')
  const sealed = Buffer.from(sealedText, 'base64url')
  if (nonce.length !== NONCE_BYTES || sealed.length < TAG_BYTES) throw tampered()
  try {
    const decipher = createDecipheriv(ALGORITHM, key.bytes, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(associatedData(keyId, name))
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
    const opened = decipher.update(sealed.subarray(0, -TAG_BYTES))
    return Buffer.concat([opened, decipher.final()]).toString('utf8')
  } catch {
    // OpenSSL's own error adds nothing to "the tag does not match".
    throw tampered()
  }
}

/** Compares without telling by its duration where two texts differ. */
export function isEqualConstantTime(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}

function associatedData(keyId: string, name: string): Buffer {
  return Buffer.from(JSON.stringify(['MailManager', VERSION, keyId, name]), 'utf8')
}

function tampered(): OperationError {
  return new OperationError(
    'token_integrity_error',
    'A saved sign-in was changed or damaged and can’t be trusted. Sign in again to replace it.',
  )
}
