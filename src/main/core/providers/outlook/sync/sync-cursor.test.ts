import { describe, expect, it } from 'vitest'
import { createSyncCursor, parseSyncCursor, type OutlookSyncCursor } from './sync-cursor.ts'

const WHOLE: OutlookSyncCursor = {
  ...createSyncCursor(0, true),
  isRecentDone: true,
  wellKnown: { inbox: 'a', junk: 'b' },
  foldersLink: 'https://graph.microsoft.com/v1.0/me/mailFolders/delta?$deltatoken=x',
  folders: {
    a: {
      name: 'Inbox',
      parentId: 'root',
      total: 12,
      link: 'a link',
      isListed: true,
      listedTo: '2026-01-01T00:00:00Z',
      parts: [{ before: null, since: '2026-01-01T00:00:00Z', next: 'a page' }],
      mustCompare: true,
    },
  },
  unverified: ['m1'],
}

describe('a stored sync cursor of Outlook', () => {
  it('is read as it was written', () => {
    expect(parseSyncCursor(structuredClone(WHOLE))).toEqual(WHOLE)
  })

  it('of an earlier version gets the defaults of what it lacks', () => {
    const folder = { name: 'Inbox', parentId: 'root', parts: [{ before: 'then' }] }
    const parsed = parseSyncCursor({
      version: 2,
      cursor: 'now',
      wellKnown: {},
      folders: { a: folder },
    })
    expect(parsed).toEqual({
      version: 2,
      cursor: 'now',
      isRecentDone: false,
      isResync: false,
      wellKnown: {},
      foldersLink: null,
      folders: {
        a: {
          name: 'Inbox',
          parentId: 'root',
          total: 0,
          link: null,
          isListed: false,
          listedTo: null,
          parts: [{ before: 'then', since: null, next: null }],
          mustCompare: false,
        },
      },
      unverified: [],
    })
  })

  it('of an earlier version keeps its unverified messages, which had another name', () => {
    const { unverified, ...rest } = structuredClone(WHOLE)
    expect(parseSyncCursor({ ...rest, unsettled: unverified })).toEqual(WHOLE)
  })

  it('ignores a role without a folder id', () => {
    const stored = { ...WHOLE, wellKnown: { inbox: 'a', sent: null, outbox: 'c' } }
    expect(parseSyncCursor(stored)?.wellKnown).toEqual({ inbox: 'a' })
  })

  it.each([
    ['none', null],
    ['the first version', { version: 1, cursor: 'now' }],
    ['no folders', { ...WHOLE, folders: null }],
    ['a folder without a name', { ...WHOLE, folders: { a: { parentId: 'root', parts: [] } } }],
    ['a folder without parts', { ...WHOLE, folders: { a: { name: 'A', parentId: 'root' } } }],
    ['no roles', { ...WHOLE, wellKnown: [] }],
  ])('starts the sync from the beginning: %s', (_name, stored) => {
    expect(parseSyncCursor(stored)).toBeNull()
  })
})
