import { describe, expect, it } from 'vitest'
import { parseSyncCursor, type GmailSyncCursor } from './sync-cursor.ts'

const WHOLE: GmailSyncCursor = {
  version: 1,
  cursor: '123456',
  phase: 'resync',
  pageToken: 'next',
  isResync: true,
  unverified: ['18c2'],
  total: 7,
}

describe('a stored sync cursor of Gmail', () => {
  it('is read as it was written', () => {
    expect(parseSyncCursor(structuredClone(WHOLE))).toEqual(WHOLE)
  })

  it('of an earlier version gets the defaults of what it lacks', () => {
    expect(parseSyncCursor({ version: 1, cursor: '9', phase: 'backfill' })).toEqual({
      version: 1,
      cursor: '9',
      phase: 'backfill',
      pageToken: null,
      isResync: false,
      unverified: [],
      total: null,
    })
  })

  it.each([
    ['none', null],
    ['an empty one', {}],
    ['another version', { ...WHOLE, version: 2 }],
    ['no history id', { ...WHOLE, cursor: 'abc' }],
    ['an unknown phase', { ...WHOLE, phase: 'later' }],
  ])('starts the sync from the beginning: %s', (_name, stored) => {
    expect(parseSyncCursor(stored)).toBeNull()
  })
})
