import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import type { TokenVault } from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'
import { decrypt, encrypt, type EncryptionKey } from './encryption.ts'
import { createMutex } from '#shared/domain/mutex.ts'
import { passphraseParameters } from './key-sources.ts'
import { isMissing, writeFileAtomically } from './private-file.ts'

const secretFile = z.object({
  format: z.literal('mailmanager-secrets'),
  version: z.literal(1),
  /** Present where a passphrase protects the entries. */
  passphrase: passphraseParameters.optional(),
  /** Present where a key file does: did the person agree, or was it taken for granted (demo)? */
  keyFileConsent: z.enum(['given', 'assumed']).optional(),
  entries: z.record(z.string(), z.string()),
})
export type SecretFile = z.infer<typeof secretFile>

/** A JSON file of encrypted entries; only the names of the entries can be read in it. */
export interface EncryptedFile {
  readonly path: string
  /** Null where the file does not exist. Throws token_integrity_error where it is not one of ours. */
  read(): Promise<SecretFile | null>
  /** Changes run one after another; each replaces the file atomically. */
  change(work: (file: SecretFile) => SecretFile): Promise<void>
  remove(): Promise<void>
}

/** The file at `path`; nothing is created before the first change. */
export function encryptedFile(path: string): EncryptedFile {
  const inTurn = createMutex()
  const read = async (): Promise<SecretFile | null> => {
    let text
    try {
      text = await readFile(path, 'utf8')
    } catch (error) {
      if (isMissing(error)) return null
      throw unusable('read', path, error)
    }
    try {
      return secretFile.parse(JSON.parse(text))
    } catch (error) {
      throw new OperationError(
        'token_integrity_error',
        'The file of saved sign-ins is damaged. Restore it from a backup, or delete it and sign in again.',
        { path },
        error,
      )
    }
  }
  return {
    path,
    read: () => inTurn(read),
    change: (work) =>
      inTurn(async () => {
        const before = (await read()) ?? {
          format: 'mailmanager-secrets',
          version: 1,
          entries: {},
        }
        const after = work(before)
        if (after === before) return
        try {
          await writeFileAtomically(path, `${JSON.stringify(after, null, 2)}\n`)
        } catch (error) {
          throw unusable('written', path, error)
        }
      }),
    remove: () => inTurn(() => rm(path, { force: true })),
  }
}

/**
 * A token vault in an encrypted file. `key` is asked before every use, so that it may come from a
 * keychain that is locked now and open later; it throws where the key cannot be had.
 */
export function encryptedFileVault(
  file: EncryptedFile,
  key: () => Promise<EncryptionKey>,
): TokenVault {
  return {
    async get(name) {
      const envelope = (await file.read())?.entries[name]
      return envelope === undefined ? null : decrypt(await key(), name, envelope)
    },
    async set(name, secret) {
      const envelope = encrypt(await key(), name, secret)
      await file.change((content) => ({
        ...content,
        entries: { ...content.entries, [name]: envelope },
      }))
    },
    async delete(name) {
      // Needs no key: what cannot be read any more can still be removed.
      await file.change((content) => {
        if (content.entries[name] === undefined) return content
        const others = Object.entries(content.entries).filter(([other]) => other !== name)
        return { ...content, entries: Object.fromEntries(others) }
      })
    },
  }
}

/**
 * Moves every entry under another key, into another file or the same one, whose former content is
 * replaced. An entry that the former key cannot open is moved as it is: it stays a sign-in that
 * has to be repeated.
 */
export async function reencrypt(
  from: { file: EncryptedFile; key: EncryptionKey } | null,
  to: {
    file: EncryptedFile
    key: EncryptionKey
    header: Pick<SecretFile, 'passphrase' | 'keyFileConsent'>
  },
): Promise<void> {
  const entries: SecretFile['entries'] = {}
  if (from) {
    for (const [name, envelope] of Object.entries((await from.file.read())?.entries ?? {})) {
      try {
        entries[name] = encrypt(to.key, name, decrypt(from.key, name, envelope))
      } catch (error) {
        if (!(error instanceof OperationError)) throw error
        entries[name] = envelope
      }
    }
  }
  await to.file.change(() => ({
    format: 'mailmanager-secrets',
    version: 1,
    ...to.header,
    entries,
  }))
}

function unusable(verb: 'read' | 'written', path: string, cause: unknown): OperationError {
  return new OperationError(
    'token_store_unavailable',
    `The file of saved sign-ins can’t be ${verb}. Check the disk and the folder’s permissions.`,
    { path },
    cause,
  )
}
