import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFileStore } from '#core/platform/file-store.ts'
import { FileTooLargeError, type FileStore } from '#core/ports/files.ts'

const HOUR_MS = 3_600_000

describe('the file store', () => {
  let folder: string
  let now: number
  let files: FileStore
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-files-'))
    now = 1_800_000_000_000
    files = createFileStore(folder, { now: () => now })
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
  async function collect<T>(items: AsyncIterable<T> | T[]): Promise<T[]> {
    const all: T[] = []
    for await (const item of items) all.push(item)
    return all
  }
  const onDisk = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
  async function listOld(before: number): Promise<string[]> {
    return (await collect(files.listWrittenBefore(before))).flat()
  }
  async function* chunks(...texts: string[]): AsyncIterable<Uint8Array> {
    for (const text of texts) yield await Promise.resolve(bytes(text))
  }

  it('names content after its SHA-256, whatever pieces it comes in, and keeps it once', async () => {
    const hash = createHash('sha256').update('hello world').digest('hex')
    expect(await files.write(chunks('hello', ' ', 'world'))).toEqual({ hash, sizeBytes: 11 })
    expect(await files.write([bytes('hello world')])).toEqual({ hash, sizeBytes: 11 })
    expect(onDisk()).toEqual([hash])
    expect(await files.read(hash)).toEqual(bytes('hello world'))
    const opened = await files.open(hash)
    expect(opened?.sizeBytes).toBe(11)
    expect(Buffer.concat(await collect(opened?.stream() ?? [])).toString()).toBe('hello world')
  })

  it.skipIf(process.platform === 'win32')(
    'is for its owner alone, whatever the umask',
    async () => {
      const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
      chmodSync(folder, 0o777)
      const umask = process.umask(0)
      try {
        const { hash } = await files.write(chunks('secret'))
        const inner = join(folder, hash.slice(0, 2))
        expect([folder, inner, join(inner, hash)].map(mode)).toEqual(['700', '700', '600'])
      } finally {
        process.umask(umask)
      }
    },
  )

  it('keeps an empty file', async () => {
    const { hash, sizeBytes } = await files.write([])
    expect(sizeBytes).toBe(0)
    expect(await files.read(hash)).toEqual(new Uint8Array())
  })

  it('says that it does not have a file, also where the name is no hash', async () => {
    expect(await files.read('0'.repeat(64))).toBeNull()
    expect(await files.open('0'.repeat(64))).toBeNull()
    expect(await files.open('../../etc/passwd')).toBeNull()
    expect(await listOld(now + 1)).toEqual([])
  })

  it('leaves nothing behind of a stream that breaks off', async () => {
    async function* broken(): AsyncIterable<Uint8Array> {
      yield await Promise.resolve(bytes('half'))
      throw new Error('connection lost')
    }
    await expect(files.write(broken())).rejects.toThrow('connection lost')
    expect(onDisk()).toEqual([])
  })

  it('refuses a stream that is too long as soon as it is', async () => {
    let read = 0
    async function* endless(): AsyncIterable<Uint8Array> {
      for (;;) {
        read += 1
        yield await Promise.resolve(new Uint8Array(10))
      }
    }
    await expect(files.write(endless(), { maxBytes: 25 })).rejects.toThrow(FileTooLargeError)
    expect(read).toBeLessThan(30)
    expect(onDisk()).toEqual([])
  })

  it('ends at an abort though the stream gives nothing more', async () => {
    const abort = new AbortController()
    async function* silent(): AsyncIterable<Uint8Array> {
      yield bytes('some')
      await new Promise<never>(() => undefined)
    }
    const writing = files.write(silent(), { signal: abort.signal })
    abort.abort()
    await expect(writing).rejects.toThrow()
    expect(onDisk()).toEqual([])
  })

  it('does not hand out content that was damaged on the disk', async () => {
    const { hash } = await files.write([bytes('the contract')])
    writeFileSync(join(folder, hash.slice(0, 2), hash), 'the c0ntract')
    expect(await files.read(hash)).toBeNull()
    const opened = await files.open(hash)
    await expect(collect(opened?.stream() ?? [])).rejects.toThrow('damaged')
    // Stored again it is whole again.
    await files.write([bytes('the contract')])
    expect(await files.read(hash)).toEqual(bytes('the contract'))
  })

  it('deletes what is old, and not what was written again', async () => {
    const { hash } = await files.write([bytes('one')])
    now += HOUR_MS
    const { hash: second } = await files.write([bytes('two')])
    expect(await listOld(now)).toEqual([hash])
    await files.write([bytes('one')])
    await files.delete(hash, now)
    expect(await files.read(hash)).not.toBeNull()
    now += 1
    await files.delete(hash, now)
    await files.delete(hash, now)
    expect(onDisk()).toEqual([second])
  })

  it('deletes what a kill left unfinished', async () => {
    await files.write([bytes('one')])
    writeFileSync(join(folder, 'abc.part'), 'half')
    writeFileSync(
      join(folder, readdirSync(folder).find((name) => name.length === 2) ?? '', 'x.part'),
      '',
    )
    await listOld(Date.now() + HOUR_MS * 24 * 3650)
    expect(onDisk()).toHaveLength(1)
  })
})
