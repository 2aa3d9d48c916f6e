import { createHash } from 'node:crypto'
import { gmail, type gmail_v1 } from '@googleapis/gmail'
import { OAuth2Client } from 'google-auth-library'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '../../start-simulator.ts'
import { encodeMessage } from '../../testing/gmail-test-client.ts'

const SCOPES = ['openid', 'email', 'https://www.googleapis.com/auth/gmail.modify']
const REDIRECT = 'http://127.0.0.1:51234/'

let simulator: Simulator
let auth: OAuth2Client
let api: gmail_v1.Gmail
let now = 0

/** Signs in as an installed app does: PKCE, loopback redirect, code exchange. */
beforeEach(async () => {
  now = Date.now()
  simulator = await startSimulator({ consent: 'auto', now: () => now })
  simulator.accounts.create({ email: 'mara@sim.example', messages: 12 })
  const base = simulator.googleOauthUrl
  const { client_id, client_secret } = simulator.googleCredentials.installed
  auth = new OAuth2Client({
    clientId: client_id,
    clientSecret: client_secret,
    redirectUri: REDIRECT,
    endpoints: {
      oauth2AuthBaseUrl: `${base}/o/oauth2/v2/auth`,
      oauth2TokenUrl: `${base}/oauth2/token`,
      oauth2RevokeUrl: `${base}/oauth2/revoke`,
      tokenInfoUrl: `${base}/oauth2/v3/tokeninfo`,
    },
  })
  const codeVerifier = 'x'.repeat(50)
  const url = auth.generateAuthUrl({
    access_type: 'offline',
    scope: SCOPES,
    code_challenge_method: 'S256' as never,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
  })
  const response = await fetch(url, { redirect: 'manual' })
  const code = new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const { tokens } = await auth.getToken({ code, codeVerifier })
  auth.setCredentials(tokens)
  api = gmail({ version: 'v1', auth, rootUrl: `${simulator.googleApiUrl}/` })
})
afterEach(() => simulator.close())

describe('Google’s own client works against the simulator', () => {
  it('lists, reads and follows history', async () => {
    const { data: profile } = await api.users.getProfile({ userId: 'me' })
    expect(profile).toMatchObject({ emailAddress: 'mara@sim.example', messagesTotal: 12 })
    const { data: list } = await api.users.messages.list({ userId: 'me', includeSpamTrash: true })
    expect(list.messages).toHaveLength(12)
    const id = list.messages?.[0]?.id ?? ''
    const { data: message } = await api.users.messages.get({
      userId: 'me',
      id,
      format: 'metadata',
      metadataHeaders: ['Subject', 'From'],
    })
    expect(message.payload?.headers?.map(({ name }) => name)).toEqual(['From', 'Subject'])
    await api.users.messages.modify({ userId: 'me', id, requestBody: { addLabelIds: ['STARRED'] } })
    const { data: history } = await api.users.history.list({
      userId: 'me',
      startHistoryId: profile.historyId ?? '',
      historyTypes: ['labelAdded', 'labelRemoved'],
    })
    expect(history.history?.[0]?.labelsAdded?.[0]?.message?.id).toBe(id)
  })

  it('sends, by JSON and by upload', async () => {
    const raw = encodeMessage('To: mara@sim.example', 'Subject: Note', '', 'x')
    const { data: sent } = await api.users.messages.send({ userId: 'me', requestBody: { raw } })
    expect(sent.labelIds).toContain('SENT')
    const { data: draft } = await api.users.drafts.create({
      userId: 'me',
      requestBody: { message: { raw } },
    })
    const { data: second } = await api.users.drafts.send({
      userId: 'me',
      requestBody: { id: draft.id ?? '' },
    })
    expect(second.id).not.toBe(draft.message?.id)
    const { data: uploaded } = await api.users.messages.send(
      { userId: 'me', media: { mimeType: 'message/rfc822', body: 'To: a@b.example\r\n\r\nlarge' } },
      { rootUrl: `${simulator.googleApiUrl}/` },
    )
    expect(uploaded.labelIds).toEqual(['SENT'])
  })

  it('refreshes by itself when the access token has run out, and learns of a revoked grant', async () => {
    const before = auth.credentials.access_token
    now += 3_600_000
    auth.setCredentials({ ...auth.credentials, expiry_date: 1 })
    await api.users.labels.list({ userId: 'me' })
    expect(auth.credentials.access_token).not.toBe(before)
    simulator.accounts.get('mara@sim.example').revokeGrants()
    await expect(api.users.labels.list({ userId: 'me' })).rejects.toMatchObject({ status: 401 })
    await expect(auth.refreshAccessToken()).rejects.toThrow(/invalid_grant/u)
  })

  it('gets Google’s errors with code and reason', async () => {
    await expect(
      api.users.messages.get({ userId: 'me', id: '0000000000000000' }),
    ).rejects.toMatchObject({ status: 404, message: 'Requested entity was not found.' })
    await expect(
      api.users.messages.batchDelete({ userId: 'me', requestBody: { ids: ['0000000000000000'] } }),
    ).rejects.toMatchObject({ status: 403 })
  })
})
