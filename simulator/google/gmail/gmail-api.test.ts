import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type GoogleAccount, type Simulator } from '../../start-simulator.ts'
import { writeMessage } from '../../mail/mime/write-message.ts'
import { encodeMessage, createGmailTestClient } from '../../testing/gmail-test-client.ts'

let simulator: Simulator
let call: ReturnType<typeof createGmailTestClient>
let mara: GoogleAccount
let otto: GoogleAccount
let now = 0

beforeEach(async () => {
  now = Date.UTC(2026, 5, 1, 12)
  simulator = await startSimulator({ now: () => now })
  mara = simulator.accounts.create({ email: 'mara@sim.example', displayName: 'Mara Lindqvist' })
  otto = simulator.accounts.create({ email: 'otto@sim.example', displayName: 'Otto Brandt' })
  call = createGmailTestClient(simulator, 'mara@sim.example')
})
afterEach(() => simulator.close())

const text = (account: GoogleAccount, at = 0): string =>
  [...account.messages()][at]?.raw.toString() ?? ''
const kinds = async (since: string): Promise<unknown[]> => {
  const { json } = await call('GET', `history?startHistoryId=${since}`)
  const { history = [] } = json as { history?: Record<string, unknown>[] }
  return history.map((record) =>
    Object.keys(record).filter((key) => !['id', 'messages'].includes(key)),
  )
}

describe('sending', () => {
  it('writes the sender’s copy, replaces From and Message-ID, keeps X- fields and Bcc', async () => {
    const answer = await call('POST', 'messages/send', {
      raw: encodeMessage(
        'From: boss@elsewhere.example',
        'To: Otto <otto@sim.example>',
        'Bcc: hidden@elsewhere.example',
        'Subject: Hello',
        'Message-ID: <ours@local>',
        'X-App-Send-Id: 42',
        '',
        'Hi',
      ),
    })
    expect(answer.json).toMatchObject({ labelIds: ['SENT'] })
    expect(text(mara)).toContain('From: Mara Lindqvist <mara@sim.example>')
    expect(text(mara)).not.toContain('<ours@local>')
    expect(text(mara)).toContain('X-App-Send-Id: 42')
    expect(text(mara)).toContain('Bcc: hidden@elsewhere.example')
    expect(text(mara)).toMatch(/^Date: /mu)

    const [arrived] = otto.messages()
    expect(arrived?.labelIds).toEqual(['INBOX', 'UNREAD'])
    expect(text(otto)).not.toContain('Bcc')
    expect(text(otto)).toContain('Delivered-To: otto@sim.example')
  })

  it('keeps our Message-ID where that trap is switched off', async () => {
    simulator.settings.replaceMessageId = false
    await call('POST', 'messages/send', {
      raw: encodeMessage('To: a@b.example', 'Message-ID: <ours@local>', '', 'x'),
    })
    expect(text(mara)).toContain('Message-ID: <ours@local>')
  })

  it('to oneself is one message, sent and received', async () => {
    await call('POST', 'messages/send', { raw: encodeMessage('To: mara@sim.example', '', 'note') })
    expect([...mara.messages()].map(({ labelIds }) => labelIds)).toEqual([
      ['INBOX', 'SENT', 'UNREAD'],
    ])
  })

  it('files a reply with its thread by references and subject, or starts a new one', async () => {
    const first = simulator.accounts.deliver('mara@sim.example', {
      subject: 'Plan',
      messageId: '<plan@mail.example>',
    })
    const reply = (subject: string, threadId?: string) =>
      call('POST', 'messages/send', {
        raw: encodeMessage(
          'To: a@b.example',
          `Subject: ${subject}`,
          'In-Reply-To: <plan@mail.example>',
          '',
          'x',
        ),
        threadId,
      })
    expect((await reply('Re: Plan')).json['threadId']).toBe(first)
    expect((await reply('RE: Fwd: plan', first)).json['threadId']).toBe(first)
    expect((await reply('Another matter', first)).json['threadId']).not.toBe(first)
  })

  it('takes uploads, alone or beside their JSON', async () => {
    const raw = 'To: otto@sim.example\r\nSubject: Upload\r\n\r\nbody'
    const alone = await call(
      'POST',
      '/upload/gmail/v1/users/me/messages/send?uploadType=media',
      raw,
      {
        'content-type': 'message/rfc822',
      },
    )
    expect(alone.status).toBe(200)
    const body = `--m\r\nContent-Type: application/json\r\n\r\n{"message":{}}\r\n--m\r\nContent-Type: message/rfc822\r\n\r\n${raw}\r\n--m--`
    const draft = await call(
      'POST',
      '/upload/gmail/v1/users/me/drafts?uploadType=multipart',
      body,
      {
        'content-type': 'multipart/related; boundary=m',
      },
    )
    expect(draft.status).toBe(200)
    expect(mara.drafts()[0]?.message.raw.toString()).toBe(raw)
  })
})

describe('drafts', () => {
  const draft = (subject: string) => ({
    message: { raw: encodeMessage('To: otto@sim.example', `Subject: ${subject}`, '', 'x') },
  })

  it('an update is a new message in the same thread', async () => {
    const created = (await call('POST', 'drafts', draft('One'))).json as {
      id: string
      message: { id: string; threadId: string }
    }
    const since = mara.historyId()
    const updated = (await call('PUT', `drafts/${created.id}`, draft('Two'))).json
    const { id, message } = updated as typeof created
    expect(id).toBe(created.id)
    expect(message.id).not.toBe(created.message.id)
    expect(message.threadId).toBe(created.message.threadId)
    expect(await kinds(since)).toEqual([['messagesAdded'], ['messagesDeleted']])
    expect(mara.count()).toBe(1)
  })

  it('sending one makes it vanish: a new message id with SENT, in the same thread', async () => {
    const created = (await call('POST', 'drafts', draft('One'))).json as {
      id: string
      message: { id: string; threadId: string }
    }
    const since = mara.historyId()
    const sent = (await call('POST', 'drafts/send', { id: created.id })).json as {
      id: string
      threadId: string
    }
    expect(sent.id).not.toBe(created.message.id)
    expect(sent.threadId).toBe(created.message.threadId)
    expect((await call('GET', `drafts/${created.id}`)).status).toBe(404)
    expect((await call('GET', `messages/${created.message.id}`)).status).toBe(404)
    expect(await kinds(since)).toEqual([['messagesAdded'], ['messagesDeleted']])
    expect(mara.message(sent.id)?.labelIds).toEqual(['SENT'])
    expect(otto.count()).toBe(1)
    expect((await call('POST', 'drafts/send', { id: created.id })).status).toBe(404)
  })

  it('one that cannot be sent stays a draft', async () => {
    const raw = encodeMessage('Subject: no recipient', '', 'x')
    const { id } = (await call('POST', 'drafts', { message: { raw } })).json as { id: string }
    expect((await call('POST', 'drafts/send', { id })).status).toBe(400)
    expect(mara.drafts().map((entry) => entry.id)).toEqual([id])
  })
})

describe('history', () => {
  it('tells nothing of labels themselves, and not that a deleted one left its messages', async () => {
    const id = simulator.accounts.deliver('mara@sim.example', { subject: 'News' })
    const travel = mara.createLabel('Travel')
    mara.modify([id], { add: [travel.id] })
    const since = mara.historyId()
    mara.renameLabel(travel.id, 'Journeys')
    expect(mara.labels().find((label) => label.id === travel.id)?.name).toBe('Journeys')
    expect((await call('DELETE', `labels/${travel.id}`)).status).toBe(204)
    expect(mara.message(id)?.labelIds).toEqual(['INBOX', 'UNREAD'])
    expect(await kinds(since)).toEqual([])
    // Its id is not given out again.
    expect(mara.createLabel('Travel').id).not.toBe(travel.id)
  })

  it('tells every change in order, with the labels of that time', async () => {
    const since = mara.historyId()
    const id = simulator.accounts.deliver('mara@sim.example', { subject: 'News' })
    mara.modify([id], { add: ['STARRED'], remove: ['UNREAD'] })
    mara.trash(id)
    mara.delete([id])
    const { json } = await call('GET', `history?startHistoryId=${since}`)
    const threadId = id
    expect((json as { history: unknown[] }).history).toMatchObject([
      { messagesAdded: [{ message: { id, threadId, labelIds: ['INBOX', 'UNREAD'] } }] },
      {
        labelsAdded: [
          { labelIds: ['STARRED'], message: { labelIds: ['INBOX', 'STARRED', 'UNREAD'] } },
        ],
      },
      { labelsRemoved: [{ labelIds: ['UNREAD'], message: { labelIds: ['INBOX', 'STARRED'] } }] },
      { labelsAdded: [{ labelIds: ['TRASH'] }] },
      { labelsRemoved: [{ labelIds: ['INBOX'], message: { labelIds: ['STARRED', 'TRASH'] } }] },
      { messagesDeleted: [{ message: { id } }] },
    ])
    expect(json['historyId']).toBe(mara.historyId())
  })

  it('says only where it stands when nothing changed', async () => {
    const { json } = await call('GET', `history?startHistoryId=${mara.historyId()}`)
    expect(json).toEqual({ historyId: mara.historyId() })
  })

  it('pages, and filters by type and label', async () => {
    const since = mara.historyId()
    const ids = Array.from({ length: 5 }, () => simulator.accounts.deliver('mara@sim.example', {}))
    mara.modify(ids.slice(0, 2), { add: ['STARRED'] })
    const seen: string[] = []
    let pageToken = ''
    do {
      const token = pageToken === '' ? '' : `&pageToken=${pageToken}`
      const { json } = await call(
        'GET',
        `history?startHistoryId=${since}&historyTypes=messageAdded&maxResults=2${token}`,
      )
      const page = json as { history: { messages: { id: string }[] }[]; nextPageToken?: string }
      seen.push(...page.history.flatMap(({ messages }) => messages.map(({ id }) => id)))
      pageToken = page.nextPageToken ?? ''
    } while (pageToken !== '')
    expect(seen).toEqual(ids)
    const { json } = await call('GET', `history?startHistoryId=${since}&labelId=STARRED`)
    expect((json as { history: unknown[] }).history).toHaveLength(2)
  })

  it('is 404 once it is a week old, or has been expired', async () => {
    const since = mara.historyId()
    simulator.accounts.deliver('mara@sim.example', {})
    expect((await call('GET', `history?startHistoryId=${since}`)).status).toBe(200)
    now += 8 * 24 * 3_600_000
    call = createGmailTestClient(simulator, 'mara@sim.example')
    expect((await call('GET', `history?startHistoryId=${since}`)).status).toBe(404)
    const fresh = mara.historyId()
    mara.expireHistory()
    expect((await call('GET', `history?startHistoryId=${fresh}`)).status).toBe(404)
    expect((await call('GET', `history?startHistoryId=${mara.historyId()}`)).status).toBe(200)
  })
})

describe('lists', () => {
  it('page through everything once, newest first, though mail arrives meanwhile', async () => {
    const rita = simulator.accounts.create({ email: 'rita@sim.example', messages: 230 })
    const asRita = createGmailTestClient(simulator, 'rita@sim.example')
    const all = [...rita.messages()].map(({ id }) => id)
    const seen: string[] = []
    let pageToken: string | undefined
    do {
      const token: string = pageToken === undefined ? '' : `&pageToken=${pageToken}`
      const { json } = await asRita('GET', `messages?includeSpamTrash=true&maxResults=50${token}`)
      const page = json as { messages: { id: string }[]; nextPageToken?: string }
      seen.push(...page.messages.map(({ id }) => id))
      pageToken = page.nextPageToken
      simulator.accounts.deliver('rita@sim.example', {})
    } while (pageToken !== undefined)
    expect(seen).toEqual(all)
  })

  it('leave out spam and trash unless asked', async () => {
    const [kept, spam, gone] = ['one', 'two', 'three'].map((subject) =>
      simulator.accounts.deliver('mara@sim.example', { subject }),
    )
    mara.modify([spam ?? ''], { add: ['SPAM'] })
    mara.trash(gone ?? '')
    const ids = async (query: string): Promise<string[]> => {
      const { json } = await call('GET', `messages${query}`)
      return ((json as { messages?: { id: string }[] }).messages ?? []).map(({ id }) => id)
    }
    expect(await ids('')).toEqual([kept])
    expect(await ids('?includeSpamTrash=true')).toEqual([gone, spam, kept])
    expect(await ids('?labelIds=SPAM')).toEqual([spam])
    expect(await ids('?q=in:trash')).toEqual([gone])
    expect(await ids('?q=in:anywhere%20subject:t%20-in:spam')).toEqual([gone])
    expect(await ids('?q=is:unread')).toEqual([kept])
    expect(await ids('?q=from:ana%20subject:one')).toEqual([kept])
    expect(await ids('?q=after:2027/01/01')).toEqual([])
  })

  it('give a thread once, by its newest message', async () => {
    const first = simulator.accounts.deliver('mara@sim.example', {
      subject: 'Plan',
      messageId: '<p1@mail.example>',
    })
    now += 1_000
    const other = simulator.accounts.deliver('mara@sim.example', { subject: 'Other' })
    now += 1_000
    simulator.accounts.deliver('mara@sim.example', {
      subject: 'Re: Plan',
      inReplyTo: '<p1@mail.example>',
    })
    const { json } = await call('GET', 'threads')
    expect((json as { threads: { id: string }[] }).threads.map(({ id }) => id)).toEqual([
      first,
      other,
    ])
    const thread = (await call('GET', `threads/${first}?format=metadata&metadataHeaders=Subject`))
      .json
    expect((thread as { messages: unknown[] }).messages).toMatchObject([
      { payload: { headers: [{ name: 'Subject', value: 'Plan' }] } },
      { payload: { headers: [{ name: 'Subject', value: 'Re: Plan' }] } },
    ])
  })

  it('give only the fields asked for', async () => {
    simulator.accounts.deliver('mara@sim.example', {})
    const { json } = await call('GET', 'messages?fields=messages(id),resultSizeEstimate')
    expect(json).toEqual({ messages: [{ id: expect.any(String) }], resultSizeEstimate: 1 })
    expect((await call('GET', 'messages?fields=messages(id')).status).toBe(400)
  })
})

describe('reading', () => {
  it('gives the tree, decoded headers, text as bytes and files by attachment id', async () => {
    const raw = writeMessage({
      from: { name: 'Jürgen Weiß', email: 'jw@mail.example' },
      to: [{ name: '', email: 'mara@sim.example' }],
      subject: 'Größe',
      date: now,
      messageId: '<m1@mail.example>',
      text: 'Grüße & <Dank>',
      html: '<p>Grüße</p>',
      files: [
        { filename: 'plan.pdf', contentType: 'application/pdf', content: Buffer.from('pdf!') },
      ],
    })
    const id = simulator.accounts.deliver('mara@sim.example', raw)
    interface Part {
      partId: string
      mimeType: string
      filename: string
      headers: { name: string; value: string }[]
      body: { size: number; data?: string; attachmentId?: string }
      parts?: Part[]
    }
    interface Message {
      internalDate: string
      snippet: string
      sizeEstimate: number
      payload: Part
    }
    const read = async (): Promise<Message> =>
      (await call('GET', `messages/${id}`)).json as unknown as Message
    const message = await read()
    expect(message).toMatchObject({
      internalDate: String(now),
      snippet: 'Grüße &amp; &lt;Dank&gt;',
      sizeEstimate: raw.length,
      payload: { partId: '', mimeType: 'multipart/mixed', body: { size: 0 } },
    })
    expect(message.payload.headers).toContainEqual({ name: 'Subject', value: 'Größe' })
    const [body, file] = message.payload.parts ?? []
    expect(body?.parts?.[0]).toMatchObject({ partId: '0.0', mimeType: 'text/plain' })
    expect(Buffer.from(body?.parts?.[0]?.body.data ?? '', 'base64url').toString()).toBe(
      'Grüße & <Dank>',
    )
    expect(file).toMatchObject({ partId: '1', filename: 'plan.pdf', body: { size: 4 } })

    const again = (await read()).payload.parts?.[1]?.body.attachmentId ?? ''
    const first = file?.body.attachmentId ?? ''
    expect(again).not.toBe(first)
    for (const attachmentId of [first, again]) {
      const { json } = await call('GET', `messages/${id}/attachments/${attachmentId}`)
      expect(json).toEqual({ size: 4, data: 'cGRmIQ==' })
    }
    expect((await call('GET', `messages/${id}/attachments/ANGjdJmadeup`)).status).toBe(400)
    const { json } = await call('GET', `messages/${id}?format=raw`)
    expect(Buffer.from(String(json['raw']), 'base64url')).toEqual(raw)
  })
})
