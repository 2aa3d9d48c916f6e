import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assetPath, contentTypeOf } from './assets.ts'

let top: string
let folder: string
beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'assets-')))
  folder = join(top, 'renderer')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  mkdirSync(join(top, 'renderer-other'))
  writeFileSync(join(folder, 'index.html'), '')
  writeFileSync(join(folder, 'assets/a b.js'), '')
  for (const secret of ['secret', 'renderer-other/secret']) writeFileSync(join(top, secret), '')
  symlinkSync(join(top, 'secret'), join(folder, 'link'))
})
afterAll(() => rmSync(top, { recursive: true }))

const find = (address: string) => assetPath(folder, 'mailmanager', address)

describe('app:// addresses', () => {
  it('name the built files', async () => {
    expect(await find('app://mailmanager/')).toBe(join(folder, 'index.html'))
    expect(await find('app://mailmanager/index.html?x#y')).toBe(join(folder, 'index.html'))
    expect(await find('app://mailmanager/assets/a%20b.js')).toBe(join(folder, 'assets/a b.js'))
  })

  it.each([
    'app://mailmanager/../secret',
    'app://mailmanager/..%2fsecret',
    'app://mailmanager/%2e%2e/secret',
    'app://mailmanager/assets/..%2f..%2fsecret',
    'app://mailmanager/..%5csecret',
    'app://mailmanager/..\\secret',
    'app://mailmanager/../renderer-other/secret',
    'app://mailmanager/..%2frenderer-other%2fsecret',
    'app://mailmanager//etc/passwd',
    'app://mailmanager/link',
    'app://mailmanager/index.html%00.js',
    'app://mailmanager/%',
    'app://mailmanager/none.js',
    'app://other/index.html',
    'https://mailmanager/index.html',
    'no address',
  ])('name nothing as %s', async (address) => expect(await find(address)).toBeNull())

  it('never lead outside the folder', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2f',
      '/',
      '\\',
      '%5c',
      'secret',
      'assets',
      '%00',
      'link',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const found = await find(`app://mailmanager/${parts.join('')}`)
        expect(found === null || found.startsWith(`${folder}/`)).toBe(true)
      }),
      { numRuns: 500, seed: 4 },
    )
  })

  it('carry the type of their file', () => {
    expect(contentTypeOf('a/B.JS')).toBe('text/javascript; charset=utf-8')
    expect(contentTypeOf('x.exe')).toBe('application/octet-stream')
  })
})
