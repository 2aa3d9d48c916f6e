import { eq, lte } from 'drizzle-orm'
import type {
  SessionReader,
  SessionRepository,
  UserReader,
  UserRepository,
} from '../../ports/store.ts'
import type { ReadSession, WriteSession } from './db-session.ts'

/** Reads people. */
export function userReader({ db, tables: { users } }: ReadSession): UserReader {
  return {
    async get(id) {
      const [row] = await db.select().from(users).where(eq(users.id, id))
      return row ?? null
    },
  }
}

/** Reads and adds people. */
export function userRepository(session: WriteSession): UserRepository {
  return {
    ...userReader(session),
    async insert(row) {
      await session.db.insert(session.tables.users).values(row)
    },
  }
}

/** Reads signed-in sessions. */
export function sessionReader({ db, tables: { sessions } }: ReadSession): SessionReader {
  return {
    async get(tokenHash) {
      const [row] = await db.select().from(sessions).where(eq(sessions.tokenHash, tokenHash))
      return row ?? null
    },
  }
}

/** Reads, opens and ends signed-in sessions. */
export function sessionRepository(session: WriteSession): SessionRepository {
  const { db } = session
  const { sessions } = session.tables
  return {
    ...sessionReader(session),
    async insert(row) {
      await db.insert(sessions).values(row)
    },
    async delete(tokenHash) {
      await db.delete(sessions).where(eq(sessions.tokenHash, tokenHash))
    },
    async deleteExpired(now) {
      await db.delete(sessions).where(lte(sessions.expiresAt, now))
    },
  }
}
