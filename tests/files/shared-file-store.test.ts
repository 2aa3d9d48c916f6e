import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deleteUnreferencedFiles } from '#core/files/file-cleanup.ts'
import { createFileStore } from '#core/platform/file-store.ts'
import { createSharedFileStore } from '#core/platform/shared-file-store.ts'
import type { FileStore } from '#core/ports/files.ts'
import { createManualClock } from '../support/clocks/manual-clock.ts'
import { openTestStore, type TestStore } from '../support/database/test-store.ts'

const HOUR_MS = 3_600_000
const MB = 1024 * 1024

describe('files of two hosts that share a Postgres', () => {
  let test: TestStore
  let folders: string[]
  let one: FileStore
  let other: FileStore
  const clock = createManualClock(1_800_000_000_000)
  beforeEach(async () => {
    test = await openTestStore('postgres')
    folders = ['one', 'other'].map((name) => mkdtempSync(join(tmpdir(), `mailmanager-${name}-`)))
    const [first, second] = folders.map((folder) =>
      createSharedFileStore(createFileStore(folder, clock), test.store, clock),
    )
    if (first === undefined || second === undefined) throw new Error('two hosts')
    one = first
    other = second
  })
  afterEach(async () => {
    await test.dispose()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })
  const chunks = async (): Promise<number> =>
    (await test.query('select position from file_chunks')).length

  it.each([0, 5, MB, 2 * MB + 7])('are had by both, at %i bytes', async (size) => {
    const content = Buffer.alloc(size, 'abcdefg')
    const { hash } = await one.write([content.subarray(0, 3), content.subarray(3)])
    expect(await chunks()).toBe(Math.ceil(size / MB))
    const opened = await other.open(hash)
    expect(opened?.sizeBytes).toBe(size)
    expect(content.equals((await other.read(hash)) ?? new Uint8Array(1))).toBe(true)
    // Stored once, however often and by whom it is written.
    await other.write([content])
    expect(await chunks()).toBe(Math.ceil(size / MB))
  })

  it('are completed where a kill left them half shared', async () => {
    const content = Buffer.alloc(3 * MB, 'abcdefg')
    const { hash } = await one.write([content])
    await test.query('delete from file_chunks where position > 0')
    expect(await other.open(hash)).toBeNull()
    await one.write([content])
    expect((await other.open(hash))?.sizeBytes).toBe(3 * MB)
  })

  it('are mended on a host whose disk damaged them', async () => {
    const { hash } = await one.write([Buffer.from('the contract')])
    writeFileSync(join(folders[0] ?? '', hash.slice(0, 2), hash), 'the c0ntract')
    expect(Buffer.from((await one.read(hash)) ?? []).toString()).toBe('the contract')
  })

  it('stay on one host where a provider has them', async () => {
    const { hash } = await one.write([Buffer.from('fetched')], { canBeFetchedAgain: true })
    expect(await chunks()).toBe(0)
    expect(await other.open(hash)).toBeNull()
  })

  it('are deleted everywhere once nothing references them', async () => {
    const { hash } = await one.write([Buffer.from('unused')])
    await other.open(hash)
    clock.advance(2 * HOUR_MS)
    for (const files of [one, other]) {
      await deleteUnreferencedFiles({ store: test.store, files, clock })
    }
    expect(await chunks()).toBe(0)
    expect([await one.open(hash), await other.open(hash)]).toEqual([null, null])
  })
})
