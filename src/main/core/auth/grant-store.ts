import type { z } from 'zod'
import type { TokenVault } from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'
import { createMutex, type Mutex } from '#shared/domain/mutex.ts'

/** What every provider's grant holds besides its lasting part. */
export interface Grant {
  accessToken: string
  /** Epoch milliseconds by our clock. */
  expiresAt: number
}

/** One account's grant in the vault. Everything may throw what the vault throws. */
export interface GrantStore<G extends Grant> {
  /** Null where there is none. Throws token_integrity_error where it can't be read. */
  read(): Promise<G | null>
  write(grant: G): Promise<void>
  delete(): Promise<void>
  /**
   * Writes what came of refreshing `former`. Answers false, and writes nothing, where the entry is
   * another by now: the account was signed in anew, refreshed elsewhere, or deleted.
   */
  replace(former: G, fresh: G): Promise<boolean>
  /**
   * Runs refreshes of this grant one after the other, whoever asks: of two at once the second would
   * find that the first has ended the refresh token they share.
   */
  withRefreshLock<T>(work: () => Promise<T>): Promise<T>
}

/** Changes of an entry take turns, so that it does not change between a look at it and its writing. */
const writeMutexes = new WeakMap<TokenVault, Map<string, Mutex>>()
const refreshMutexes = new WeakMap<TokenVault, Map<string, Mutex>>()

export function createGrantStore<G extends Grant>(
  schema: z.ZodType<G>,
  vault: TokenVault,
  accountId: string,
): GrantStore<G> {
  const name = grantName(accountId)
  const inTurn = mutexFor(writeMutexes, vault, name)

  const read = async (): Promise<G | null> => {
    const text = await vault.get(name)
    if (text === null) return null
    try {
      return schema.parse(JSON.parse(text))
    } catch {
      // Neither the text nor the parser's message, which may quote it, goes any further.
      throw new OperationError(
        'token_integrity_error',
        'The saved sign-in of this account can’t be read. Sign in again to replace it.',
      )
    }
  }
  const write = (grant: G): Promise<void> => vault.set(name, JSON.stringify(grant))

  return {
    read,
    write: (grant) => inTurn(() => write(grant)),
    delete: () => deleteGrant(vault, accountId),
    replace: (former, fresh) =>
      inTurn(async () => {
        const kept = await read()
        if (kept === null || !isSameGrant(kept, former)) return false
        await write(fresh)
        return true
      }),
    withRefreshLock: mutexFor(refreshMutexes, vault, name),
  }
}

/** Forgets an account's grant, whatever is in it. */
export async function deleteGrant(vault: TokenVault, accountId: string): Promise<void> {
  const name = grantName(accountId)
  await mutexFor(writeMutexes, vault, name)(() => vault.delete(name))
}

function mutexFor(all: WeakMap<TokenVault, Map<string, Mutex>>, vault: TokenVault, name: string) {
  const ofVault = all.get(vault) ?? new Map<string, Mutex>()
  all.set(vault, ofVault)
  const existing = ofVault.get(name) ?? createMutex()
  ofVault.set(name, existing)
  return existing
}

export function isSameGrant(one: Grant, other: Grant): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function grantName(accountId: string): string {
  return `grant:${accountId}`
}
