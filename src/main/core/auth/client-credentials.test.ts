import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OperationError } from '#shared/errors.ts'
import { memoryVault } from '../../../../tests/auth/memory-vault.ts'
import { temporaryFolder } from '../../../../tests/auth/temporary-folder.ts'
import { parseOutlookClient } from './parse-client-json.ts'
import { createClientCredentials, parseGoogleClient } from './client-credentials.ts'

const DESKTOP = {
  installed: {
    client_id: '1234-abc.apps.googleusercontent.com',
    project_id: 'my-mail',
    auth_uri: 'https://accounts.google.com/o/oauth2/auth',
    client_secret: 'GOCSPX-canary-secret',
    redirect_uris: ['http://localhost'],
  },
}
const AZURE = { client_id: '11111111-2222-3333-4444-555555555555', tenant: 'common' }

describe('Google’s client JSON', () => {
  it('is read as text, with a byte order mark, or already parsed', () => {
    const expected = {
      clientId: '1234-abc.apps.googleusercontent.com',
      clientSecret: 'GOCSPX-canary-secret',
    }
    expect(parseGoogleClient(DESKTOP)).toEqual(expected)
    expect(parseGoogleClient(JSON.stringify(DESKTOP))).toEqual(expected)
    expect(parseGoogleClient(`\uFEFF${JSON.stringify(DESKTOP, null, 2)}\n`)).toEqual(expected)
  })

  it('may come without a secret', () => {
    expect(parseGoogleClient({ installed: { client_id: 'x.apps' } })).toEqual({
      clientId: 'x.apps',
      clientSecret: null,
    })
  })

  it.each([
    ['not JSON', 'not_json', '{"installed": {"client_secret": "GOCSPX-canary-secret"', /not JSON/u],
    ['an HTML page', 'not_json', '<!doctype html>', /not JSON/u],
    ['an array', 'not_an_object', [], /does not hold/u],
    ['nothing', 'not_an_object', null, /does not hold/u],
    ['a web client', 'web_application', { web: DESKTOP.installed }, /Desktop app/u],
    [
      'a service account key',
      'service_account',
      { type: 'service_account', private_key: 'x' },
      /service account/u,
    ],
    [
      'a saved sign-in',
      'saved_sign_in',
      { type: 'authorized_user', refresh_token: 'x' },
      /saved sign-in/u,
    ],
    ['an Azure file', 'other_provider', AZURE, /Microsoft/u],
    ['an empty object', 'installed_missing', {}, /“installed” is missing/u],
    ['no client id', 'client_id_unusable', { installed: { client_secret: 'x' } }, /client_id/u],
    [
      'a client id of another type',
      'client_id_unusable',
      { installed: { client_id: 7 } },
      /client_id/u,
    ],
    [
      'a client id with a space',
      'client_id_unusable',
      { installed: { client_id: 'a b' } },
      /client_id/u,
    ],
    [
      'an empty secret',
      'client_secret_unusable',
      { installed: { client_id: 'a', client_secret: '' } },
      /client_secret/u,
    ],
  ])(
    'is refused when it is %s (%s), in plain words without its content',
    (_what, reason, json, words) => {
      const error = thrown(() => parseGoogleClient(json))
      expect(error.code).toBe('app_credentials_invalid')
      expect(error.detail).toEqual({ reason })
      expect(error.message).toMatch(words)
      expect(error.message).not.toContain('canary')
    },
  )
})

describe('an application of Microsoft', () => {
  it('is a client id and perhaps a tenant', () => {
    expect(parseOutlookClient({ clientId: AZURE.client_id })).toEqual({
      clientId: AZURE.client_id,
      tenant: 'common',
    })
    expect(parseOutlookClient({ appId: AZURE.client_id, tenant: 'contoso.com' }).tenant).toBe(
      'contoso.com',
    )
  })

  it.each([
    ['Google’s file', DESKTOP, /Gmail/u],
    ['no uuid', { client_id: 'my app' }, /client_id/u],
    ['an address for a tenant', { ...AZURE, tenant: 'https://x/y' }, /tenant/u],
  ])('is refused with %s', (_what, json, words) => {
    expect(thrown(() => parseOutlookClient(json)).message).toMatch(words)
  })
})

describe('finding the client', () => {
  function setup(paths: { gmailPath?: string; outlookPath?: string } = {}) {
    const vault = memoryVault()
    const environment = { gmailPath: null, outlookPath: null, ...paths }
    return { vault, credentials: createClientCredentials({ environment, vault }) }
  }

  it('says what to do when there is none', async () => {
    const { credentials } = setup()
    await expect(credentials.google()).rejects.toMatchObject({ code: 'app_credentials_missing' })
    const none = { source: 'none', clientId: null, problem: null }
    expect(await credentials.status()).toEqual([
      { provider: 'gmail', ...none },
      { provider: 'outlook', ...none },
    ])
  })

  it('keeps an imported one in the vault', async () => {
    const { credentials, vault } = setup()
    expect(await credentials.importGoogle(JSON.stringify(DESKTOP))).toEqual({
      provider: 'gmail',
      clientId: DESKTOP.installed.client_id,
    })
    await credentials.importOutlook(AZURE)
    expect([...vault.entries.keys()]).toEqual(['client:gmail', 'client:outlook'])
    expect(await credentials.google()).toEqual(parseGoogleClient(DESKTOP))
    expect(await credentials.status()).toMatchObject([
      { provider: 'gmail', source: 'imported', clientId: DESKTOP.installed.client_id },
      { provider: 'outlook', source: 'imported', clientId: AZURE.client_id },
    ])
  })

  it('keeps the former one when the new one is wrong', async () => {
    const { credentials } = setup()
    await credentials.importGoogle(DESKTOP)
    await expect(credentials.importGoogle({ web: {} })).rejects.toMatchObject({
      code: 'app_credentials_invalid',
    })
    expect((await credentials.google()).clientId).toBe(DESKTOP.installed.client_id)
  })

  it('prefers the environment’s path', async () => {
    const gmailPath = join(temporaryFolder(), 'client.json')
    writeFileSync(gmailPath, JSON.stringify({ installed: { client_id: 'from-the-file' } }))
    const { credentials } = setup({ gmailPath })
    await credentials.importGoogle(DESKTOP)
    expect((await credentials.google()).clientId).toBe('from-the-file')
    expect((await credentials.status())[0]).toMatchObject({ source: 'environment' })
  })

  it('reports a path that can’t be read, and does not use another client instead', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'folder.json'))
    for (const name of ['missing.json', 'folder.json']) {
      const { credentials } = setup({ gmailPath: join(folder, name) })
      await credentials.importGoogle(DESKTOP)
      await expect(credentials.google()).rejects.toMatchObject({
        code: 'credential_file_error',
        message: expect.stringContaining('MIA_GMAIL_CREDENTIALS_PATH') as string,
      })
      expect((await credentials.status())[0]).toMatchObject({
        source: 'environment',
        clientId: null,
        problem: expect.stringContaining('can’t be read') as string,
      })
    }
  })

  it('reports a file at the path that is not a client', async () => {
    const outlookPath = join(temporaryFolder(), 'azure.json')
    writeFileSync(outlookPath, '{}')
    const { credentials } = setup({ outlookPath })
    expect((await credentials.status())[1]).toMatchObject({
      source: 'environment',
      problem: expect.stringContaining('client_id') as string,
    })
  })

  it('shows that the token store is locked instead of failing', async () => {
    const locked = new OperationError('token_store_unavailable', 'Enter the passphrase.')
    const vault = { ...memoryVault(), get: () => Promise.reject(locked) }
    const environment = { gmailPath: null, outlookPath: null }
    const credentials = createClientCredentials({ environment, vault })
    expect(await credentials.status()).toMatchObject([
      { source: 'none', problem: 'Enter the passphrase.' },
      { source: 'none', problem: 'Enter the passphrase.' },
    ])
  })
})

function thrown(work: () => unknown): OperationError {
  try {
    work()
  } catch (error) {
    if (error instanceof OperationError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
