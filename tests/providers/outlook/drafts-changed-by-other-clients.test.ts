import { afterEach, describe, expect, it } from 'vitest'
import { expectOutlookMirror } from './outlook-mirror.ts'
import { createOutlookWorld, EMAIL, type OutlookWorld } from './outlook-world.ts'

describe('a draft that another client writes', () => {
  let world: OutlookWorld
  afterEach(() => world.dispose())

  /** Another client of the same mailbox. */
  async function other(verb: string, path: string, body?: unknown): Promise<{ id: string }> {
    const scopes = ['User.Read', 'Mail.ReadWrite', 'Mail.Send']
    const { accessToken } = world.simulator.issueMicrosoftTokens(EMAIL, scopes)
    const response = await fetch(`${world.simulator.graphUrl}/v1.0/me${path}`, {
      method: verb,
      headers: {
        authorization: `Bearer ${accessToken}`,
        prefer: 'IdType="ImmutableId"',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    expect(response.ok).toBe(true)
    const text = await response.text()
    return (text === '' ? {} : JSON.parse(text)) as { id: string }
  }

  const shown = async (id: string) => {
    const row = await world.store.read.messages.getByProviderId(world.account.id, id)
    const content = row && (await world.store.read.messages.content(row.id))
    return { subject: row?.subject, box: row?.homeBox, text: content?.body.text?.trim() }
  }
  const draft = {
    subject: 'Half a thought',
    body: { contentType: 'text', content: 'Dear Bo' },
    toRecipients: [{ emailAddress: { address: 'bo@elsewhere.example' } }],
  }

  it('is shown as it was last written', async () => {
    world = await createOutlookWorld({ mail: { messages: 10 } })
    const { id } = await other('POST', '/messages', draft)
    await world.sync()
    expect(await shown(id)).toEqual({ subject: 'Half a thought', box: 'DRAFT', text: 'Dear Bo' })
    await other('PATCH', `/messages/${id}`, {
      subject: 'A whole thought',
      body: { contentType: 'text', content: 'Dear Bo, lunch?' },
    })
    await world.sync()
    expect(await shown(id)).toEqual({
      subject: 'A whole thought',
      box: 'DRAFT',
      text: 'Dear Bo, lunch?',
    })
  })

  it('is shown as it was sent, where its time puts it', async () => {
    world = await createOutlookWorld({ mail: { messages: 10 } })
    const { id } = await other('POST', '/messages', draft)
    await world.sync()
    await other('PATCH', `/messages/${id}`, { subject: 'A whole thought' })
    await other('POST', `/messages/${id}/send`)
    await world.sync()
    await expectOutlookMirror(world.store, world.simulator, world.account)
    expect(await shown(id)).toMatchObject({ subject: 'A whole thought', box: 'SENT' })
    const row = await world.store.read.messages.getByProviderId(world.account.id, id)
    const truth = world.truth.message(id)?.receivedAt ?? 0
    expect(row?.receivedAt).toBe(Math.floor(truth / 1_000) * 1_000)
    const sent = { accountIds: [world.account.id], box: 'SENT' as const, limit: 1 }
    expect((await world.store.read.messages.page(sent))[0]?.providerMessageId).toBe(id)
  })
})
