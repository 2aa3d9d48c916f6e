import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '#core/ports/clock.ts'
import type { Core } from '#core/ports/core.ts'
import type { Store } from '#core/ports/store.ts'

const DAY = 24 * 60 * 60 * 1000

export type LoginSessions = Core['sessions'] & {
  /** Ends a session; an unknown one is fine. */
  end(token: string): Promise<void>
}

/**
 * Browser sessions of the headless host. The cookie holds 256 random bits; the database only their
 * SHA-256, so that a copied database opens no session. A session ends a fixed time after it began.
 */
export function createLoginSessions(options: {
  store: Store
  clock: Clock
  /** AUTH_SESSION_LIFETIME_DAYS */
  lifetimeDays: number
  localUserId: string
}): LoginSessions {
  const { store, clock, lifetimeDays, localUserId } = options
  return {
    async open() {
      const token = randomBytes(32).toString('base64url')
      const createdAt = clock.now()
      const expiresAt = createdAt + lifetimeDays * DAY
      await store.transaction(async ({ sessions }) => {
        await sessions.deleteExpired(createdAt)
        await sessions.insert({
          tokenHash: hashToken(token),
          userId: localUserId,
          expiresAt,
          createdAt,
        })
      })
      return { token, expiresAt }
    },
    async userOf(token) {
      const session = await store.read.sessions.get(hashToken(token))
      return session !== null && clock.now() < session.expiresAt ? session.userId : null
    },
    async end(token) {
      await store.transaction(({ sessions }) => sessions.delete(hashToken(token)))
    },
  }
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
