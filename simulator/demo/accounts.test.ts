import { inflateSync } from 'node:zlib'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { startSimulator, type SimulatedAccount } from '../start.ts'
import { decodeBody, parseMime, walkParts } from '../mail/mime.ts'
import type { SimulatorWorkerMessage } from '../worker.ts'
import { demoAccounts } from './accounts.ts'

const NOW = Date.UTC(2026, 5, 3, 15)
const DAY = 24 * 3_600_000

async function demo(): Promise<SimulatedAccount[]> {
  const simulator = await startSimulator({ now: () => NOW })
  const accounts = demoAccounts(NOW).map((account) => simulator.accounts.create(account))
  await simulator.close()
  return accounts
}

describe('the demo mail', () => {
  it('fills two accounts over fourteen months, the newest within hours, none in the future', async () => {
    const [work, home] = await demo()
    expect(work?.count()).toBeGreaterThan(400)
    expect(home?.count()).toBeGreaterThan(240)
    for (const account of [work, home]) {
      const dates = [...(account?.messages() ?? [])].map(({ internalDate }) => internalDate)
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
    for (const account of await demo())
      for (const { raw } of account.messages())
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
    expect(ready.accounts).toHaveLength(2)
    const response = await fetch(`${ready.googleApiUrl}/gmail/v1/users/me/profile`)
    expect(response.status).toBe(401)
    const exited = new Promise((resolve) => worker.once('exit', resolve))
    const stopped = next()
    worker.postMessage('stop')
    expect(await stopped).toEqual({ type: 'stopped' })
    expect(await exited).toBe(0)
  })
})
