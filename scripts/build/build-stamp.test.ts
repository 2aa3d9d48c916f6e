import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isBuildCurrent, writeBuildStamp, digestSources } from './build-stamp.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'build-stamp-'))
  for (const folder of ['src/main', 'out/main']) mkdirSync(join(root, folder), { recursive: true })
  writeFileSync(join(root, 'src/main/a.ts'), 'one')
  writeFileSync(join(root, 'out/main/server.js'), '')
})
afterEach(() => rmSync(root, { recursive: true }))

const build = (): void => writeBuildStamp(root, digestSources(root))

describe('whether a build is needed', () => {
  it('is, before the first', () => {
    expect(isBuildCurrent(root)).toBe(false)
    build()
    expect(isBuildCurrent(root)).toBe(true)
  })

  it('is, after a source changed, came or went', () => {
    build()
    writeFileSync(join(root, 'src/main/b.ts'), 'two')
    expect(isBuildCurrent(root)).toBe(false)
    build()
    utimesSync(join(root, 'src/main/a.ts'), 1, 1)
    expect(isBuildCurrent(root)).toBe(false)
    build()
    rmSync(join(root, 'src/main/b.ts'))
    expect(isBuildCurrent(root)).toBe(false)
  })

  it('is not, after only a test changed', () => {
    build()
    writeFileSync(join(root, 'src/main/a.test.ts'), 'test')
    expect(isBuildCurrent(root)).toBe(true)
  })

  it('is, where what was built is gone', () => {
    build()
    rmSync(join(root, 'out/main/server.js'))
    expect(isBuildCurrent(root)).toBe(false)
  })
})
