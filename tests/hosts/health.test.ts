import { afterEach, describe, expect, it } from 'vitest'
import { healthService } from '#core/services/health.ts'
import { HEALTHY_DATABASE } from '../support/database/healthy.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'

describe.each(DIALECTS)('health (%s)', (dialect) => {
  let opened: TestStore
  afterEach(() => opened.dispose().catch(() => undefined))

  it('tells the version of the schema, and what is down once the database is gone', async () => {
    opened = await openTestStore(dialect)
    const { 'health.get': get } = healthService(opened.store, '1.2.3', HEALTHY_DATABASE)
    const context = { userId: '', sessionToken: null, signal: new AbortController().signal }
    await expect(get({}, context)).resolves.toMatchObject({ status: 'ok', database: dialect })

    await opened.dispose()
    await expect(get({}, context)).rejects.toMatchObject({
      code: 'database_connection_error',
      detail: { down: ['database'], database: dialect },
    })
  })
})
