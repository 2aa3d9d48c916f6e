import { describe, expect, it } from 'vitest'
import { frozenClock } from '../../../../tests/auth/frozen-clock.ts'
import { sqliteStore } from '../../../../tests/auth/sqlite-store.ts'
import { filesHolding, temporaryFolder } from '../../../../tests/auth/temporary-folder.ts'
import { createLoginSessions } from './login-sessions.ts'

const DAY = 86_400_000

async function setup() {
  const folder = temporaryFolder()
  const store = await sqliteStore(folder)
  const clock = frozenClock()
  await store.transaction(({ users }) =>
    users.insert({ id: 'local', email: null, name: 'Local', createdAt: clock.now() }),
  )
  const sessions = createLoginSessions({ store, clock, lifetimeDays: 7, localUserId: 'local' })
  return { folder, clock, sessions }
}

describe('a session', () => {
  it('belongs to the local profile and cannot be guessed', async () => {
    const { clock, sessions } = await setup()
    const [one, two] = [await sessions.open(), await sessions.open()]
    expect(Buffer.from(one.token, 'base64url')).toHaveLength(32)
    expect(one.token).not.toBe(two.token)
    expect(one.expiresAt).toBe(clock.now() + 7 * DAY)
    expect(await sessions.userOf(one.token)).toBe('local')
    for (const wrong of ['', 'x', `${one.token}x`, one.token.toLowerCase()]) {
      expect(await sessions.userOf(wrong)).toBeNull()
    }
  })

  it('ends at its time, however often it was used', async () => {
    const { clock, sessions } = await setup()
    const { token } = await sessions.open()
    clock.advance(7 * DAY - 1)
    expect(await sessions.userOf(token)).toBe('local')
    clock.advance(1)
    expect(await sessions.userOf(token)).toBeNull()
  })

  it('ends when it is ended, and no other with it', async () => {
    const { sessions } = await setup()
    const [one, two] = [await sessions.open(), await sessions.open()]
    await sessions.end(one.token)
    await sessions.end(one.token)
    expect(await sessions.userOf(one.token)).toBeNull()
    expect(await sessions.userOf(two.token)).toBe('local')
  })

  it('is in the database as a hash only', async () => {
    const { folder, sessions } = await setup()
    const { token } = await sessions.open()
    expect(filesHolding(folder, token)).toEqual([])
  })
})
