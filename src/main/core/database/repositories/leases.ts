import { and, eq, ne } from 'drizzle-orm'
import type { LeaseReader, LeaseRepository } from '../../ports/leases.ts'
import type { ReadSession, WriteSession } from './db-session.ts'

/** Reads who has which lease. */
export function leaseReader({ db, tables: { leases } }: ReadSession): LeaseReader {
  async function find(resource: string) {
    const [row] = await db.select().from(leases).where(eq(leases.resource, resource))
    return row ?? null
  }
  return { find }
}

/** Takes leases, renews them and gives them back. */
export function leaseRepository(session: WriteSession): LeaseRepository {
  const { db } = session
  const { leases } = session.tables
  const reader = leaseReader(session)
  const matches = (resource: string, token: number) =>
    and(eq(leases.resource, resource), eq(leases.token, token))
  /** Until the transaction ends, so that a lease cannot change hands while its holder writes. */
  const lock = (resource: string) => session.lock(`lease ${resource}`)

  async function acquire({
    resource,
    holder,
    now,
    until,
  }: Parameters<LeaseRepository['acquire']>[0]) {
    await lock(resource)
    const current = await reader.find(resource)
    if (current !== null && current.holder !== holder && current.until > now) return current
    const row = { resource, holder, until, token: (current?.token ?? 0) + 1 }
    await db.insert(leases).values(row).onConflictDoUpdate({ target: leases.resource, set: row })
    return row
  }

  async function renew(resource: string, token: number, until: number) {
    const renewed = await db
      .update(leases)
      .set({ until })
      .where(matches(resource, token))
      .returning({ token: leases.token })
    return renewed.length > 0
  }

  async function release(resource: string, token: number) {
    await db.update(leases).set({ until: 0 }).where(matches(resource, token))
  }

  async function isCurrent(resource: string, token: number) {
    await lock(resource)
    return (await reader.find(resource))?.token === token
  }

  async function listUnreleased(holder: string) {
    return await db
      .select()
      .from(leases)
      .where(and(eq(leases.holder, holder), ne(leases.until, 0)))
  }

  return { ...reader, acquire, renew, release, isCurrent, listUnreleased }
}
