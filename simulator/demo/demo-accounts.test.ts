import { inflateSync } from 'node:zlib'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import {
  startSimulator,
  type MicrosoftAccount,
  type GoogleAccount,
  type Simulator,
} from '../start-simulator.ts'
import { decodeBody, parseMime, walkParts } from '../mail/mime/parse-mime.ts'
import type { SimulatorWorkerMessage } from '../worker.ts'
import { addDemoAccounts } from './demo-accounts.ts'
import { CLIENT, HOME, WORK } from './people.ts'

const NOW = Date.UTC(2026, 5, 3, 15)
const DAY = 24 * 3_600_000

async function filled(): Promise<Simulator> {
  const simulator = await startSimulator({ now: () => NOW })
  addDemoAccounts(simulator.accounts, NOW)
  await simulator.close()
  return simulator
}

const demo = async (): Promise<GoogleAccount[]> => (await filled()).accounts.list()
const client = async (): Promise<MicrosoftAccount> =>
  (await filled()).accounts.microsoft(CLIENT.email)
const everyRaw = async (): Promise<Buffer[]> =>
  [...(await demo()), await client()].flatMap((account) =>
    [...account.messages()].map(({ raw }) => raw),
  )

describe('the demo mail', () => {
  it('fills the accounts over fourteen months, the newest within hours, none in the future', async () => {
    const [work, home] = await demo()
    expect(work?.count()).toBeGreaterThan(400)
    expect(home?.count()).toBeGreaterThan(240)
    const outlook = await client()
    expect(outlook.count()).toBeGreaterThan(150)
    const datesOf = [
      ...[work, home].map((account) =>
        [...(account?.messages() ?? [])].map(({ internalDate }) => internalDate),
      ),
      [...outlook.messages()].map(({ receivedAt }) => receivedAt),
    ]
    for (const dates of datesOf) {
      expect(Math.max(...dates)).toBeLessThanOrEqual(NOW)
      expect(Math.max(...dates)).toBeGreaterThan(NOW - DAY / 2)
      expect(Math.min(...dates)).toBeLessThan(NOW - 400 * DAY)
    }
  })

  it('has every kind of mail a client must show', async () => {
    for (const account of await demo()) {
      const messages = [...account.messages()]
      const labels = new Set(messages.flatMap(({ labelIds }) => labelIds))
      for (const label of [
        'INBOX',
        'SENT',
        'DRAFT',
        'SPAM',
        'TRASH',
        'STARRED',
        'UNREAD',
        'Label_1',
      ])
        expect(labels).toContain(label)
      const parts = messages.flatMap(({ raw }) => [...walkParts(parseMime(raw))])
      const types = new Set(parts.map(({ mimeType }) => mimeType))
      for (const type of ['text/plain', 'text/html', 'application/pdf', 'image/png'])
        expect(types).toContain(type)
      expect(parts.some(({ headers }) => headers.some(({ name }) => name === 'Content-ID'))).toBe(
        true,
      )
      const threads = Map.groupBy(messages, ({ threadId }) => threadId)
      expect(Math.max(...[...threads.values()].map((thread) => thread.length))).toBeGreaterThan(4)
    }
  })

  it('has an invitation and a message inside a message', async () => {
    const [work] = await demo()
    const parts = [...(work?.messages() ?? [])].flatMap(({ raw }) => [...walkParts(parseMime(raw))])
    const types = new Set(parts.map(({ mimeType }) => mimeType))
    expect(types).toContain('text/calendar')
    expect(types).toContain('message/rfc822')
  })

  it('files conversations whole: every answer lies in its thread', async () => {
    for (const account of await demo()) {
      const threadOf = new Map<string, string>()
      const answers: { to: string; threadId: string }[] = []
      for (const { raw, threadId } of account.messages()) {
        const text = raw.toString()
        threadOf.set(/^Message-ID: (\S+)/mu.exec(text)?.[1] ?? '', threadId)
        const to = /^In-Reply-To: (\S+)/mu.exec(text)?.[1]
        if (to !== undefined) answers.push({ to, threadId })
      }
      expect(answers.length).toBeGreaterThan(60)
      for (const { to, threadId } of answers) expect(threadOf.get(to)).toBe(threadId)
    }
  })

  it('links nowhere real, and its files are what they say', async () => {
    for (const raw of await everyRaw())
      for (const part of walkParts(parseMime(raw))) {
        const content = decodeBody(part)
        if (part.mimeType === 'text/html')
          for (const [, host = ''] of content.toString().matchAll(/https?:\/\/([^/"<\s]+)/gu))
            expect(host).toMatch(/(?:^|\.)(?:example\.com|example|invalid)$/u)
        if (part.mimeType === 'application/pdf') {
          const text = content.toString('latin1')
          const xref = Number(/startxref\n(\d+)/u.exec(text)?.[1])
          expect(text.slice(xref, xref + 4)).toBe('xref')
        }
        if (part.mimeType === 'image/png') {
          const width = content.readUInt32BE(16)
          const height = content.readUInt32BE(20)
          const at = content.indexOf('IDAT')
          const data = content.subarray(at + 4, at + 4 + content.readUInt32BE(at - 4))
          expect(inflateSync(data)).toHaveLength((width * 3 + 1) * height)
        }
      }
  })
})

describe('the demo mailbox at Microsoft', () => {
  it('has something in each of Outlook’s folders and in folders of its own, nested ones too', async () => {
    const account = await client()
    for (const folder of [
      'inbox',
      'sentitems',
      'drafts',
      'junkemail',
      'deleteditems',
      'archive',
      'Invoices',
      'Projects',
      'Projects/Kestrel Library',
      'Projects/Town Hall',
    ])
      expect([folder, [...account.messages(folder)].length > 0]).toEqual([folder, true])
    const messages = [...account.messages()]
    expect(messages.some(({ isRead }) => !isRead)).toBe(true)
    expect(messages.some(({ flag }) => flag === 'flagged')).toBe(true)
    expect(account.folders().filter(({ wellKnown }) => wellKnown === null)).toHaveLength(4)
  })

  it('keeps conversations whole across folders', async () => {
    const messages = [...(await client()).messages()]
    const threads = Map.groupBy(messages, ({ conversationId }) => conversationId)
    const folders = [...threads.values()].map(
      (thread) => new Set(thread.map(({ folderId }) => folderId)).size,
    )
    expect(Math.max(...folders)).toBeGreaterThan(1)
    expect(Math.max(...[...threads.values()].map((thread) => thread.length))).toBeGreaterThan(4)
  })

  it('brings in the people of the other accounts', async () => {
    const raws = [...(await client()).messages('inbox')].map(({ raw }) => raw.toString())
    for (const name of ['Tom Halden', 'Ruth Okafor', 'Nina Sorensen'])
      expect(raws.some((raw) => raw.includes(`From: ${name}`))).toBe(true)
  })

  it('is added to a demo of two accounts, whose mail stays as it was left', async () => {
    const simulator = await startSimulator({ now: () => NOW })
    addDemoAccounts(simulator.accounts, NOW)
    simulator.accounts.remove(CLIENT.email)
    const work = simulator.accounts.get(WORK.email)
    const [first] = [...work.messages()]
    work.trash(first?.id ?? '')
    addDemoAccounts(simulator.accounts, NOW)
    expect(simulator.accounts.listMicrosoft().map(({ email }) => email)).toEqual([CLIENT.email])
    expect(simulator.accounts.list().map(({ email }) => email)).toEqual([WORK.email, HOME.email])
    expect(simulator.accounts.get(WORK.email).message(first?.id ?? '')?.labelIds).toContain('TRASH')
    await simulator.close()
  })
})

describe('the worker', () => {
  it('serves the demo until it is told to stop', async () => {
    const worker = new Worker(new URL('../worker.ts', import.meta.url), {
      workerData: { demo: true, consent: 'auto' },
    })
    const next = (): Promise<SimulatorWorkerMessage> =>
      new Promise((resolve, reject) => {
        worker.once('message', resolve)
        worker.once('error', reject)
      })
    const ready = await next()
    if (ready.type !== 'ready') throw new Error(ready.type)
    expect(
      ready.accounts.map(({ email, provider, hasSignedIn }) => [email, provider, hasSignedIn]),
    ).toEqual([
      [WORK.email, 'gmail', false],
      [HOME.email, 'gmail', false],
      [CLIENT.email, 'outlook', false],
    ])
    const response = await fetch(`${ready.googleApiUrl}/gmail/v1/users/me/profile`)
    expect(response.status).toBe(401)
    const exited = new Promise((resolve) => worker.once('exit', resolve))
    const stopped = next()
    worker.postMessage('stop')
    expect(await stopped).toEqual({ type: 'stopped' })
    expect(await exited).toBe(0)
  })
})
