import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCoreInProcess, type CoreInProcess } from '../support/app/core-in-process.ts'

describe('two changes of an account, the second before the first is stored', () => {
  let folder: string
  let app: CoreInProcess
  let account: { mailboxId: string; accountId: string }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-quick-changes-'))
    app = await openCoreInProcess(folder)
    const { mailboxId } = await app.call('mailboxes.create', { displayName: 'Work' })
    const { accountId } = await app.call('accounts.create', {
      mailboxId,
      provider: 'gmail',
      displayLabel: 'Ana',
    })
    account = { mailboxId, accountId }
  })
  afterEach(async () => {
    await app.core.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const stored = async () => await app.call('accounts.get', account)

  it('pause and resume leave it resumed', async () => {
    await Promise.all([app.call('accounts.pause', account), app.call('accounts.resume', account)])
    expect(await stored()).toMatchObject({ isPaused: false })
  })

  it('less mail and all mail leave it with all mail', async () => {
    await Promise.all([
      app.call('accounts.update', { ...account, syncDays: 90 }),
      app.call('accounts.update', { ...account, syncDays: null }),
    ])
    expect(await stored()).toMatchObject({ syncDays: null })
  })
})
