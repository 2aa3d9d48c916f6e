import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Placement } from '#core/ports/messages.ts'
import { eventually } from '../support/eventually.ts'
import {
  FOUR_ACCOUNTS,
  startFourAccounts,
  type Address,
  type FourAccounts,
} from '../support/app/four-accounts.ts'
import { TEST_TOKEN } from '../support/app/headless-app.ts'
import { DIALECTS } from '../support/database/test-store.ts'

/** What each box lists, told again and apart from the database's own rules. */
const BOXES: Record<string, (placement: Placement) => boolean> = {
  INBOX: (at) => at.inInbox && isOrdinary(at),
  SENT: (at) => at.isSent && isOrdinary(at),
  SPAM: (at) => at.isSpam && !at.isTrash,
  TRASH: (at) => at.isTrash,
  ALL_MAIL: (at) => isOrdinary(at),
  STARRED: (at) => at.isStarred && isOrdinary(at),
}
const isOrdinary = (at: Placement): boolean => !at.isSpam && !at.isTrash && !at.isDraft

const EVERYBODY: readonly Address[] = FOUR_ACCOUNTS.map(({ email }) => email)

describe.each(DIALECTS)('one mailbox with two Gmail and two Outlook accounts, on %s', (dialect) => {
  let world: FourAccounts
  beforeAll(async () => {
    world = await startFourAccounts(dialect)
    await world.connectAll()
  })
  afterAll(() => world.dispose())

  /** `account/message` of everything the providers have in a box, with the second it came in. */
  function truth(box: string, emails: readonly Address[] = EVERYBODY): Map<string, number> {
    const found = new Map<string, number>()
    for (const email of emails) {
      const { placements, receivedAt } = world.serverState(email)
      for (const [id, placement] of placements) {
        if (BOXES[box]?.(placement) !== true) continue
        found.set(`${email}/${id}`, Math.floor((receivedAt.get(id) ?? 0) / 1_000))
      }
    }
    return found
  }

  /** A whole list in pages of 13, by cursor and by offset; both must be the same. */
  async function walk(query: string): Promise<{ key: string; id: bigint; second: number }[]> {
    const byCursor = []
    const byOffset = []
    let cursor: string | null = ''
    let total = 0
    while (cursor !== null) {
      const page = await world.list(`${query}&limit=13${cursor && `&cursor=${cursor}`}`)
      byCursor.push(...page.items)
      cursor = page.next_cursor
      total = page.total
    }
    for (let offset = 0; offset < total; offset += 13) {
      byOffset.push(...(await world.list(`${query}&limit=13&offset=${offset}`)).items)
    }
    expect(byOffset).toEqual(byCursor)
    expect(byCursor).toHaveLength(total)
    return byCursor.map((item) => ({
      key: `${nameOf(item.account_id)}/${item.provider_message_id}`,
      id: BigInt(item.id),
      second: Math.floor(Date.parse(item.received_at) / 1_000),
    }))
  }
  const nameOf = (accountId: string): string =>
    EVERYBODY.find((email) => world.idOf(email) === accountId) ?? accountId

  async function expectBox(box: string, query: string, expected: Map<string, number>) {
    const rows = await walk(`box=${box}${query}`)
    expect(rows.map(({ key }) => key).toSorted()).toEqual([...expected.keys()].toSorted())
    for (const [index, row] of rows.entries()) {
      expect(row.second).toBe(expected.get(row.key))
      const next = rows[index + 1]
      if (next === undefined) continue
      expect(row.second).toBeGreaterThanOrEqual(next.second)
      expect(row.id > next.id).toBe(true)
    }
  }

  async function arrived(email: Address, subject: string): Promise<boolean> {
    const { items } = await world.list(`box=INBOX&limit=500&account_id=${world.idOf(email)}`)
    return items.some((item) => item.subject === subject)
  }

  it('connects all four through their sign-in pages', async () => {
    for (const { email, provider } of FOUR_ACCOUNTS) {
      expect(await world.account(world.idOf(email))).toMatchObject({
        provider,
        email_address: email,
        status: 'connected',
        last_error: null,
      })
    }
    const { status, body } = await world.sync()
    expect([status, body.failed_accounts]).toEqual([200, []])
    expect(body.accounts).toHaveLength(4)
  })

  it.each(Object.keys(BOXES))(
    'lists %s as the union of what the four providers say, newest first, each message once',
    async (box) => {
      const expected = truth(box)
      expect(expected.size).toBeGreaterThan(0)
      await expectBox(box, '', expected)
      for (const email of EVERYBODY) {
        await expectBox(box, `&account_id=${world.idOf(email)}`, truth(box, [email]))
      }
    },
  )

  it('keeps apart messages that came in the same second, in all accounts', async () => {
    for (const email of EVERYBODY) {
      for (const number of [1, 2, 3]) world.deliver(email, `Together ${number}`)
    }
    await world.sync()
    await expectBox('INBOX', '', truth('INBOX'))
  })

  it('searches all four at once, and one by one', async () => {
    const ids = EVERYBODY.map((email) =>
      world.deliver(email, 'A quokka', `Seen by ${email} at the fence.`),
    )
    const [, , outlook] = EVERYBODY
    // Filed mail is found as well as mail in the inbox.
    world.simulator.accounts.microsoft(outlook ?? '').move(ids.slice(2, 3), 'Projects/Clients')
    await world.sync()
    const rows = await walk('box=ALL_MAIL&q=quokka')
    expect(rows.map(({ key }) => key).toSorted()).toEqual(
      EVERYBODY.map((email, index) => `${email}/${ids[index] ?? ''}`).toSorted(),
    )
    for (const [index, email] of EVERYBODY.entries()) {
      const { items } = await world.list(`box=ALL_MAIL&q=quokka&account_id=${world.idOf(email)}`)
      expect(items.map((item) => item.provider_message_id)).toEqual([ids[index]])
    }
  })

  it.each(
    FOUR_ACCOUNTS.map(
      ({ email }, index) => [email, FOUR_ACCOUNTS[(index + 1) % 4]?.email ?? email] as const,
    ),
  )('sends from %s to %s: it arrives, and Sent has one copy', async (from, to) => {
    const subject = `From ${from}`
    const { body } = await world.app.api<{ outbox_id: string }>(
      'POST',
      `${world.mailbox}/emails/send`,
      { account_id: world.idOf(from), to: [to], subject, body_text: 'Hello.' },
    )
    await eventually(async () => {
      const item = await world.app.api<{ state: string }>('GET', `/api/outbox/${body.outbox_id}`)
      return item.body.state === 'sent'
    }, 'the message to be sent')
    await eventually(async () => {
      await world.sync()
      return arrived(to, subject)
    }, `the message at ${to}`)
    const sent = (await world.list('box=SENT&limit=500')).items.filter(
      (item) => item.subject === subject,
    )
    expect(sent.map((item) => nameOf(item.account_id))).toEqual([from])
    await expectBox('SENT', '', truth('SENT'))
  })

  it('opens a message inside a message, and says what to do with a link to a cloud file', async () => {
    const email = 'ana@contoso.example'
    const message = world.simulator.accounts.deliver(email, {
      subject: 'Papers',
      files: [
        {
          filename: 'earlier.eml',
          contentType: 'message/rfc822',
          content: Buffer.from('Subject: Earlier\r\n\r\nAs agreed.'),
        },
      ],
      links: ['Budget.xlsx'],
    })
    await world.sync()
    const path = `${world.mailbox}/emails/${message}`
    const account = `account_id=${world.idOf(email)}`
    const { body } = await world.app.api<{
      attachments: { attachment_id: string; filename: string }[]
    }>('GET', `${path}/content?${account}`)
    expect(body.attachments.map(({ filename }) => filename)).toEqual(['Earlier.eml', 'Budget.xlsx'])
    const [inner, link] = body.attachments.map(
      ({ attachment_id }) => `${path}/attachments/${encodeURIComponent(attachment_id)}?${account}`,
    )
    const file = await fetch(`${world.app.url}${inner ?? ''}`, {
      headers: { authorization: `Bearer ${TEST_TOKEN}` },
    })
    expect([file.status, await file.text()]).toEqual([
      200,
      expect.stringContaining('Subject: Earlier') as string,
    ])
    expect(await world.app.api('GET', link ?? '')).toMatchObject({
      body: {
        error: {
          code: 'email_fetch_error',
          message: expect.stringContaining('Open the message in Outlook') as string,
        },
      },
    })
  })

  describe.each(['ana@example.com', 'ana@contoso.example'] as const)(
    'when %s is signed out at the provider',
    (dead) => {
      const others = EVERYBODY.filter((email) => email !== dead)
      let before: string[] = []
      let marked = ''
      let meanwhile = ''

      const idsOfDead = async (): Promise<string[]> =>
        (await walk(`box=ALL_MAIL&account_id=${world.idOf(dead)}`)).map(({ id }) => String(id))

      it('says so on that account, in plain words, and answers the sync with 200', async () => {
        marked = world.deliver(dead, 'To be marked while signed out')
        await world.sync()
        before = await idsOfDead()
        world.revokeGrants(dead)
        const first = await world.sync()
        expect(first.status).toBe(200)
        expect(first.body.failed_accounts.map(({ account_id }) => account_id)).toEqual([
          world.idOf(dead),
        ])
        expect(first.body.accounts.map(({ account_id }) => nameOf(account_id)).toSorted()).toEqual(
          others.toSorted(),
        )
        const account = await world.account(world.idOf(dead))
        expect(account.status).toBe('reauth_required')
        expect(account.last_error?.message).toMatch(/sign in again|connect .* again/iu)
        expect(account.last_error?.message).not.toMatch(/grant|token|AADSTS|\b40[01]\b/iu)
        const again = await world.sync()
        expect(again.body.failed_accounts).toMatchObject([
          { account_id: world.idOf(dead), code: 'account_not_connected' },
        ])
      })

      it('goes on with the other three', async () => {
        for (const email of others) {
          const subject = `While ${dead} is away`
          world.deliver(email, subject)
          await world.sync()
          expect(await arrived(email, subject)).toBe(true)
          expect((await world.account(world.idOf(email))).status).toBe('connected')
        }
      })

      it('keeps its mail readable, and what is marked read waits', async () => {
        expect(await idsOfDead()).toEqual(before)
        const content = await world.app.api<{ subject: string }>(
          'GET',
          `${world.mailbox}/emails/${marked}/content?account_id=${world.idOf(dead)}`,
        )
        expect(content).toMatchObject({
          status: 200,
          body: { subject: 'To be marked while signed out' },
        })
        const changed = await world.app.api('PATCH', `${world.mailbox}/emails/read-status`, {
          is_read: true,
          items: [{ account_id: world.idOf(dead), provider_message_id: marked }],
        })
        expect(changed).toMatchObject({ status: 200, body: { updated_count: 1, failed: [] } })
        await world.sync()
        expect(await world.pending(world.idOf(dead))).toBe(1)
        expect(world.isReadAtProvider(dead, marked)).toBe(false)
      })

      it('is the same after a kill: signed out, readable, and the mark still waits', async () => {
        await world.killAndRestart()
        expect((await world.account(world.idOf(dead))).status).toBe('reauth_required')
        expect(await idsOfDead()).toEqual(before)
        expect(await world.pending(world.idOf(dead))).toBe(1)
        const { status, body } = await world.sync()
        expect(status).toBe(200)
        expect(body.accounts).toHaveLength(3)
        expect(world.isReadAtProvider(dead, marked)).toBe(false)
      })

      it('refuses another address at reconnecting, and leaves everything as it was', async () => {
        const id = world.idOf(dead)
        const wrong = FOUR_ACCOUNTS.find(
          ({ email, provider }) =>
            email !== dead &&
            provider === FOUR_ACCOUNTS.find((one) => one.email === dead)?.provider,
        )
        const page = await world.signIn(id, wrong?.email ?? '')
        expect(page).toMatch(/another (?:Google|Microsoft) address/u)
        const account = await eventually(async () => {
          const now = await world.account(id)
          return now.last_error?.code === 'account_connect_auth_error' && now
        }, 'the refusal to be told')
        expect(account).toMatchObject({ status: 'reauth_required', email_address: dead })
        expect(account.last_error?.message).toMatch(/another (?:Google|Microsoft) address/u)
        expect(await idsOfDead()).toEqual(before)
        expect(await world.pending(id)).toBe(1)
      })

      it('is whole again after reconnecting: marks are sent, mail arrives, nothing is fetched anew', async () => {
        meanwhile = world.deliver(dead, 'Came while signed out')
        world.simulator.ledger.reset()
        const page = await world.signIn(world.idOf(dead), dead)
        expect(page).toContain('is connected')
        await eventually(
          () => Promise.resolve(world.isReadAtProvider(dead, marked)),
          'the provider to learn the mark',
        )
        await eventually(() => arrived(dead, 'Came while signed out'), 'the mail of meanwhile')
        await eventually(
          async () => (await world.pending(world.idOf(dead))) === 0,
          'the queue to be empty',
        )
        expect(await world.account(world.idOf(dead))).toMatchObject({
          status: 'connected',
          last_error: null,
        })
        const { items } = await world.list(`box=INBOX&limit=500&account_id=${world.idOf(dead)}`)
        const [arrival] = items.filter((item) => item.provider_message_id === meanwhile)
        expect((await idsOfDead()).toSorted()).toEqual([...before, arrival?.id ?? ''].toSorted())
        // One new message: no list of everything, no page of bodies.
        const { methods } = world.simulator.ledger.snapshot()
        const calls = (name: string): number => methods[name]?.calls ?? 0
        expect(calls('messages.get') + calls('threads.get')).toBeLessThan(5)
        expect(calls('messages.list') + calls('threads.list')).toBe(0)
        expect(calls('graph.mailFolders.messages.list')).toBe(0)
        expect(calls('graph.messages.get')).toBeLessThan(10)
        for (const box of Object.keys(BOXES)) await expectBox(box, '', truth(box))
      })
    },
  )
})
