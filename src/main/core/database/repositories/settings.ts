import { eq } from 'drizzle-orm'
import type {
  SecretReader,
  SecretRepository,
  SettingsReader,
  SettingsRepository,
} from '../../ports/store.ts'
import type { ReadSession, WriteSession } from './db-session.ts'

/** Reads what a person has set; everything else is at its default. */
export function settingsReader({ db, tables: { settings } }: ReadSession): SettingsReader {
  return {
    async get(userId) {
      const [row] = await db.select().from(settings).where(eq(settings.userId, userId))
      return row?.value ?? {}
    },
  }
}

/** Reads and replaces a person's settings. */
export function settingsRepository(session: WriteSession): SettingsRepository {
  const { settings } = session.tables
  return {
    ...settingsReader(session),
    async save(userId, value) {
      await session.db
        .insert(settings)
        .values({ userId, value })
        .onConflictDoUpdate({ target: settings.userId, set: { value } })
    },
  }
}

/** Reads secrets as they are stored: encrypted. */
export function secretReader({ db, tables: { secrets } }: ReadSession): SecretReader {
  return {
    async get(name) {
      const [row] = await db.select().from(secrets).where(eq(secrets.name, name))
      return row?.ciphertext ?? null
    },
  }
}

/** Reads and changes encrypted secrets. */
export function secretRepository(session: WriteSession): SecretRepository {
  const { secrets } = session.tables
  return {
    ...secretReader(session),
    async set(name, ciphertext) {
      await session.db
        .insert(secrets)
        .values({ name, ciphertext })
        .onConflictDoUpdate({ target: secrets.name, set: { ciphertext } })
    },
    async delete(name) {
      await session.db.delete(secrets).where(eq(secrets.name, name))
    },
  }
}
