import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'

/** The profile that owns the data where nobody signs in. */
export const LOCAL_USER_ID = 'local'

/** Makes sure the local profile's row exists. */
export async function ensureLocalProfile(store: Store, clock: Clock): Promise<string> {
  const existing = await store.read.users.get(LOCAL_USER_ID)
  if (existing !== null) return existing.id
  await store.transaction(async (tx) => {
    // Two servers on one Postgres may start together; only one of them may insert.
    if ((await tx.users.get(LOCAL_USER_ID)) !== null) return
    await tx.users.insert({
      id: LOCAL_USER_ID,
      email: null,
      name: 'Me',
      createdAt: clock.now(),
    })
  })
  return LOCAL_USER_ID
}
