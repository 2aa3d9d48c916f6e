import { createInstance } from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../i18n/catalogue.ts'
import { findAccountProblem } from './account-problem.ts'

const i18n = createInstance()
beforeAll(async () => {
  await i18n.init({ lng: 'es', resources: { es: { translation: catalogue('es') } } })
})

const at = '2026-03-01T10:00:00Z'
const problemOf = (code: string, change: Partial<Parameters<typeof findAccountProblem>[1]> = {}) =>
  findAccountProblem(i18n.t, {
    provider: 'outlook',
    status: 'connected',
    lastError: { code, message: 'English words.', at },
    ...change,
  })

describe('what is wrong with an account', () => {
  it('is nothing where nothing is', () => {
    expect(problemOf('', { lastError: null })).toBeNull()
  })

  it('is told in the person’s language, with the provider’s own words beneath', () => {
    expect(problemOf('email_fetch_error')).toEqual({
      text: 'Outlook no entregó el correo.',
      detail: 'English words.',
      approvalUrl: null,
    })
  })

  it('is the lost sign-in, whichever error showed it', () => {
    const lost = problemOf('account_not_connected', { status: 'reauth_required' })
    expect(lost?.text).toContain('Microsoft ya no acepta')
  })

  it('is the reason of a failed sign-in, and where an administrator approves', () => {
    const helpUrl = 'https://login.example.com/adminconsent'
    const lastError = {
      code: 'account_connect_auth_error',
      message: 'English words.',
      at,
      reason: 'admin_approval',
      helpUrl,
    }
    const refused = problemOf('', { status: 'reauth_required', lastError })
    expect(refused?.text).toContain('administrador')
    expect(refused?.approvalUrl).toBe(helpUrl)
  })

  it('says in the core’s words what it has no own words for', () => {
    expect(problemOf('something_new')?.text).toBe('English words.')
    const unknown = { code: 'account_connect_auth_error', message: 'English words.', at }
    expect(problemOf('', { lastError: { ...unknown, reason: 'new_reason' } })?.text).toBe(
      'English words.',
    )
  })
})
