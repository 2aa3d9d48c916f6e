import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { PROVIDERS, createSignedInAccount } from './signed-in-account.ts'
import { sourceOver, vaultIn, type RefreshProcessOptions } from './refresh-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const NODE = join(ROOT, 'node_modules/.bin/node')
const CHILD = join(ROOT, 'tests/auth/refresh-process.ts')
const ENTRY = 'grant:account'

describe.each(PROVIDERS)('kill -9 between receiving and storing a grant of %s', (name) => {
  async function killed(stall: RefreshProcessOptions['stall']) {
    const world = await createSignedInAccount(name, { oldRefreshTokensFail: true })
    const dataDir = temporaryFolder()
    const vault = await vaultIn(dataDir)
    await vault.set(ENTRY, world.vault.entries.get(ENTRY) ?? '')
    await vault.set('grant:other', 'another account')
    const options: RefreshProcessOptions = {
      dataDir,
      accountId: 'account',
      connection: world.connection,
      stall,
    }
    const child = spawn(NODE, [CHILD, JSON.stringify(options)], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const lines: string[] = []
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line)
      if (line === 'answer') child.kill('SIGKILL')
    })
    await once(child, 'exit')
    const rotatedAway = world.refreshes()
    // The next start, over what the killed process left.
    const left = await vaultIn(dataDir)
    const counts = { lost: 0 }
    const source = sourceOver(left, options, () => {
      counts.lost += 1
    })
    return { ...world, lines, left, counts, source, rotatedAway }
  }

  it('before anything is written costs at most a sign-in, and no other entry', async () => {
    const { counts, left, lines, rotatedAway, source } = await killed('before')
    expect([lines, rotatedAway]).toEqual([['answer'], 1])
    source.invalidate(await source.getAccessToken())
    const next = await source.getAccessToken().then(
      () => 'a token',
      (error: unknown) => (error as { failure: { kind: string } }).failure.kind,
    )
    // Google's refresh token stays good; Microsoft, at its strictest, has ended the one we hold.
    expect([next, counts.lost]).toEqual(name === 'google' ? ['a token', 0] : ['auth', 1])
    expect(await left.get('grant:other')).toBe('another account')
    expect(await left.get(ENTRY)).not.toBeNull()
  })

  it('while it is written leaves the former entry or the new one, whole', async () => {
    const { counts, left, source, vault } = await killed('during')
    const kept = JSON.parse((await left.get(ENTRY)) ?? '') as object
    const former = JSON.parse(vault.entries.get(ENTRY) ?? '') as object
    expect(Object.keys(kept).sort()).toEqual(Object.keys(former).sort())
    expect(await left.get('grant:other')).toBe('another account')
    source.invalidate(await source.getAccessToken())
    const next = await source.getAccessToken().then(
      () => 'a token',
      (error: unknown) => (error as { failure: { kind: string } }).failure.kind,
    )
    const isStored = JSON.stringify(kept) !== JSON.stringify(former)
    expect(next).toBe(isStored || name === 'google' ? 'a token' : 'auth')
    expect(counts.lost).toBe(next === 'auth' ? 1 : 0)
  })
})
