import { randomBytes, scrypt } from 'node:crypto'
import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { OperationError } from '#shared/errors.ts'
import { encryptionKey, randomKey, isEqualConstantTime, type EncryptionKey } from './encryption.ts'
import { isMissing, writeFileAtomically } from './private-file.ts'

/**
 * Reads TOKEN_ENCRYPTION_KEY: 32 bytes in base64 or base64url, padded or not, which is also the
 * form of a Fernet key. Throws env_var_error; the message never repeats the value.
 */
export function keyFromEnvironment(text: string, keyId: string | null): EncryptionKey {
  const compact = text.trim()
  const isBase64 = /^[A-Za-z0-9+/_-]+={0,2}$/u.test(compact)
  const bytes = Buffer.from(compact, 'base64')
  if (!isBase64 || bytes.length !== 32) {
    throw new OperationError(
      'env_var_error',
      'TOKEN_ENCRYPTION_KEY must be 32 random bytes in base64. One can be made with: openssl rand -base64 32',
    )
  }
  try {
    return encryptionKey(bytes, keyId)
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    throw new OperationError(
      'env_var_error',
      'TOKEN_ENCRYPTION_KEY_ID may hold letters, digits, - and _ only, 64 at most.',
    )
  }
}

/** How a passphrase becomes a key; stands in the file beside what it protects. */
export const passphraseParameters = z.object({
  salt: z.string().regex(/^[A-Za-z0-9_-]{22,}$/u),
  // Bounded so that a doctored file cannot ask for gigabytes or for no work at all.
  cost: z
    .int()
    .min(2 ** 14)
    .max(2 ** 20),
  blockSize: z.literal(8),
  parallelization: z.literal(1),
  check: z.string(),
})
export type PassphraseParameters = z.infer<typeof passphraseParameters>

const COST = 2 ** 17

/** A key from a new passphrase, under a fresh salt. About 0.3 s and 128 MB of work (scrypt). */
export async function keyFromNewPassphrase(
  passphrase: string,
): Promise<{ key: EncryptionKey; parameters: PassphraseParameters }> {
  const parameters = {
    salt: randomBytes(16).toString('base64url'),
    cost: COST,
    blockSize: 8 as const,
    parallelization: 1 as const,
  }
  const key = await derive(passphrase, parameters)
  return { key, parameters: { ...parameters, check: key.check } }
}

/** The key of a passphrase given before. Throws token_decryption_error where it is another one. */
export async function keyFromPassphrase(
  passphrase: string,
  parameters: PassphraseParameters,
): Promise<EncryptionKey> {
  const key = await derive(passphrase, parameters)
  if (!isEqualConstantTime(key.check, parameters.check)) {
    throw new OperationError('token_decryption_error', 'That passphrase is not the right one.')
  }
  return key
}

function derive(
  passphrase: string,
  parameters: Omit<PassphraseParameters, 'check'>,
): Promise<EncryptionKey> {
  const { salt, cost: N, blockSize: r, parallelization: p } = parameters
  return new Promise((resolve, reject) => {
    scrypt(
      // The same passphrase typed on another keyboard may come composed differently.
      passphrase.normalize('NFKC'),
      Buffer.from(salt, 'base64url'),
      32,
      { N, r, p, maxmem: 256 * N * r },
      (error, bytes) => {
        if (error) reject(error)
        else resolve(encryptionKey(bytes))
      },
    )
  })
}

/** The key file's place. It is in the data folder, so that moving the folder keeps people signed in. */
export function keyFilePath(dataDir: string): string {
  return join(dataDir, 'secrets.key')
}

/**
 * The key kept in a file that only its owner may read, or null where there is none.
 * Throws token_decryption_error where the file is not a key.
 */
export async function readKeyFile(dataDir: string): Promise<EncryptionKey | null> {
  const path = keyFilePath(dataDir)
  let text
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw new OperationError(
      'token_store_unavailable',
      'The key file that protects saved sign-ins can’t be read. Check its permissions.',
      { path },
      error,
    )
  }
  const bytes = Buffer.from(text.trim(), 'base64url')
  if (bytes.length !== 32) {
    throw new OperationError(
      'token_decryption_error',
      'The key file that protects saved sign-ins is damaged. Restore it from a backup, or delete it and sign in again.',
      { path },
    )
  }
  await chmod(path, 0o600)
  return encryptionKey(bytes)
}

/** Makes a key file where there is none, and answers its key. */
export async function ensureKeyFile(dataDir: string): Promise<EncryptionKey> {
  const existing = await readKeyFile(dataDir)
  if (existing) return existing
  const key = randomKey()
  await writeFileAtomically(keyFilePath(dataDir), `${key.bytes.toString('base64url')}\n`)
  return key
}
