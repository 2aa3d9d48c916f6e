import { describe, expect, it } from 'vitest'
import { firstSyncInVirtualTime } from '../../support/sync/first-sync-in-virtual-time.ts'

describe('a Graph that refuses to filter messages by time', () => {
  it('still gives every message, by id', async () => {
    const error = { code: 'BadRequest', message: 'The filter is not supported.' }
    const synced = await firstSyncInVirtualTime({
      provider: 'outlook',
      messages: 3_000,
      faults: [
        {
          match: { method: 'graph.messages.list', path: 'filter=' },
          action: { status: 400, body: { error } },
        },
      ],
    })
    expect(synced).toMatchObject({ stored: 3_000, backlog: 0, restarts: 0 })
  })
})
