import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startConnectedApp, type ConnectedApp } from '../support/app/connected-app.ts'

const EMAIL = 'ana@example.com'
const FOLDER = resolve(import.meta.dirname, '../fixtures/broken-mail')
const FILES = globSync('*.eml', { cwd: FOLDER }).toSorted()

/** Subjects. A message without a body is not broken: its subject is all it has to say. */
const NO_BODY = ['Only headers']
/**
 * Known gap, not wanted behaviour: no-empty-line opens as an empty page without a word, because the
 * simulated Gmail's tree has no body. What Gmail makes of such a message is not known.
 */
const OPENS_EMPTY = ['Glued']

interface Item {
  id: string
  subject: string
}

describe('broken mail, through the whole program', () => {
  let connected: ConnectedApp
  let items: Item[]

  beforeAll(async () => {
    connected = await startConnectedApp({
      email: EMAIL,
      prepare: (simulator) => {
        simulator.accounts.create({
          email: EMAIL,
          messages: FILES.map((file) => ({
            raw: readFileSync(join(FOLDER, file)),
            labels: ['INBOX', 'UNREAD'],
          })),
        })
      },
    })
    await connected.untilComplete()
    const path = `/api/mailboxes/${connected.mailboxId}/emails?box=INBOX&limit=500`
    items = (await connected.app.api<{ items: Item[] }>('GET', path)).body.items
  })
  afterAll(async () => {
    await connected.dispose()
  })

  it('syncs and lists every one of them', () => {
    expect(FILES.length).toBeGreaterThanOrEqual(30)
    expect(items).toHaveLength(FILES.length)
  })

  it('opens every one of them, with something to show or a word about what is wrong, but for known gaps', async () => {
    const silent: string[] = []
    for (const item of items) {
      const path = `/api/mailboxes/${connected.mailboxId}/emails/${item.id}/content`
      const { status, body } = await connected.app.api<{
        html_body: string | null
        text_body: string | null
        attachments: unknown[]
        defects: string[]
      }>('GET', path)
      expect(status).toBe(200)
      const isShown = [body.html_body, body.text_body].some((text) => (text ?? '').trim() !== '')
      const saysMore = body.attachments.length + body.defects.length > 0
      if (!isShown && !saysMore) silent.push(item.subject)
    }
    expect(silent.toSorted()).toEqual([...NO_BODY, ...OPENS_EMPTY].toSorted())
  })

  it('logs no failure about any of them', () => {
    expect(connected.app.output()).not.toMatch(/"level":(?:50|60)/u)
  })
})
