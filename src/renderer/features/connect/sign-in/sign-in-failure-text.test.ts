import { createInstance } from 'i18next'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../../i18n/catalogue.ts'
import { signInFailureText, findRecoveryPage } from './sign-in-failure-text.ts'

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e'
const i18n = createInstance()
await i18n.init({ lng: 'en', resources: { en: { translation: catalogue('en') } } })

const text = (provider: 'gmail' | 'outlook', reason: string | null) =>
  signInFailureText(i18n.t, provider, { message: 'The core’s words.', reason, approvalUrl: null })

describe('why a sign-in failed', () => {
  it('names the company whose page it was', () => {
    expect(text('gmail', 'offline')).toContain('Google cannot be reached')
    expect(text('outlook', 'offline')).toContain('Microsoft cannot be reached')
  })

  it('has words of its own where the providers differ', () => {
    expect(text('gmail', 'scope_missing')).toContain('tick every box')
    expect(text('outlook', 'scope_missing')).toContain('Mail.ReadWrite')
  })

  it('falls back to the core’s words', () => {
    expect(text('outlook', null)).toBe('The core’s words.')
    expect(text('outlook', 'something_new')).toBe('The core’s words.')
  })
})

describe('where the cause is put right', () => {
  it.each([
    ['outlook', 'not_public', `/Authentication/appId/${ID}`],
    ['outlook', 'redirect_uri', `/Authentication/appId/${ID}`],
    ['outlook', 'scope_missing', `/CallAnAPI/appId/${ID}`],
    ['outlook', 'invalid_client', `/Overview/appId/${ID}`],
    ['gmail', 'api_disabled', '/apis/library/gmail.googleapis.com'],
    ['gmail', 'invalid_client', '/auth/clients'],
  ] as const)('%s, %s: %s', (provider, reason, page) => {
    expect(findRecoveryPage(provider, reason, ID)).toContain(page)
  })

  it('is nowhere in the console where the person or the network was the cause', () => {
    expect(findRecoveryPage('outlook', 'access_denied', ID)).toBeNull()
    expect(findRecoveryPage('gmail', 'offline', ID)).toBeNull()
    expect(findRecoveryPage('outlook', null, ID)).toBeNull()
  })
})
