import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { openStore } from '../../src/main/core/database/open-store.ts'
import {
  createPostgresDatabase,
  storeOptions,
  SCHEMA_VERSION,
} from '../support/database/test-store.ts'

const PASSWORD = 'planted-password-8431'

describe('opening a Postgres database', () => {
  const cleanups: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup()
  })

  async function fresh() {
    const database = await createPostgresDatabase()
    cleanups.push(async () => await database.remove())
    return database
  }

  async function failure(databaseUrl: string, change = {}) {
    const error: unknown = await openStore({ ...storeOptions({ databaseUrl }), ...change }).then(
      async (store) => {
        await store.close()
        return 'it opened'
      },
      (reason: unknown) => reason,
    )
    for (let at = error; at instanceof Error; at = at.cause) {
      expect(JSON.stringify(at, Object.getOwnPropertyNames(at))).not.toContain(PASSWORD)
    }
    return error
  }

  it('brings an empty one up to date, once, whoever comes first', async () => {
    const { databaseUrl } = await fresh()
    const stores = await Promise.all(
      [1, 2, 3].map(async () => await openStore(storeOptions({ databaseUrl }))),
    )
    expect(await stores[0]?.schemaVersion()).toBe(SCHEMA_VERSION)
    for (const store of stores) await store.close()
  })

  it('says so where the server cannot be reached', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const address = closed.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    closed.close()
    await once(closed, 'close')
    expect(await failure(`postgres://ana:${PASSWORD}@127.0.0.1:${port}/mail`)).toMatchObject({
      code: 'database_connection_error',
      message: expect.stringMatching(/cannot be reached.*DATABASE_URL/u),
    })
  })

  it('says so where a server accepts and never answers', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const address = silent.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    const pool = { min: 0, max: 2, connectTimeoutSeconds: 0.2, applicationName: 'test' }
    expect(
      await failure(`postgres://ana:${PASSWORD}@127.0.0.1:${port}/mail`, { pool }),
    ).toMatchObject({
      code: 'database_connection_error',
      message: expect.stringMatching(/cannot be reached/u),
    })
    silent.close()
  })

  it.each([
    `mysql://ana:${PASSWORD}@127.0.0.1/mail`,
    `postgres://ana:${PASSWORD}@[broken/mail`,
    `not a url ${PASSWORD}`,
  ])('says so where the address is none', async (databaseUrl) => {
    expect(await failure(databaseUrl)).toMatchObject({
      code: 'database_connection_error',
      message: expect.stringMatching(/not a Postgres address/u),
    })
  })

  it('says so where the database does not exist', async () => {
    const url = new URL(inject('postgresUrl'))
    url.pathname = '/no_such_database'
    expect(await failure(url.href)).toMatchObject({
      code: 'database_connection_error',
      message: expect.stringMatching(/no_such_database does not exist/u),
    })
  })

  it('says so where the user is refused', async () => {
    const url = new URL(inject('postgresUrl'))
    url.username = 'no_such_user'
    url.password = PASSWORD
    expect(await failure(url.href)).toMatchObject({
      code: 'database_connection_error',
      message: expect.stringMatching(/refused the user name or password/u),
    })
  })

  it('says so where the user may not create anything', async () => {
    const database = await fresh()
    const role = `reader_${new URL(database.databaseUrl).pathname.slice(1)}`
    await database.query(`create role ${role} login`)
    cleanups.unshift(async () => {
      await database.query(`drop role ${role}`)
    })
    const url = new URL(database.databaseUrl)
    url.username = role
    expect(await failure(url.href)).toMatchObject({
      code: 'database_migration_error',
      message: expect.stringMatching(/may not create tables/u),
    })
  })

  it('refuses what a newer version has changed, and what may not be migrated', async () => {
    const { databaseUrl, query } = await fresh()
    expect(await failure(databaseUrl, { autoMigrate: false })).toMatchObject({
      code: 'database_migration_error',
      message: expect.stringMatching(/DB_AUTO_MIGRATE/u),
    })
    const store = await openStore(storeOptions({ databaseUrl }))
    await store.close()
    await query(
      "insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 9999999999999)",
    )
    expect(await failure(databaseUrl)).toMatchObject({
      code: 'database_migration_error',
      message: expect.stringMatching(/newer version/u),
    })
  })

  it('reports a server that goes away, and works again when it is back', async () => {
    const { databaseUrl, query } = await fresh()
    const store = await openStore(storeOptions({ databaseUrl }))
    const cut = store.transaction(async (tx) => {
      await query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      )
      return await tx.users.get('anyone')
    })
    await expect(cut).rejects.toMatchObject({ code: 'database_connection_error' })
    expect(await store.read.users.get('anyone')).toBeNull()
    await store.close()
  })
})
