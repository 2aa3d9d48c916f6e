import { describe, expect, it } from 'vitest'
import { connectStep } from './connect-step.ts'

const ready = { kind: 'keychain', state: 'ready', reason: null } as const
const client = { provider: 'gmail', source: 'imported', clientId: 'c', problem: null } as const
const facts = {
  chosen: { provider: 'gmail' },
  tokenStore: ready,
  credentials: [client],
  changingClient: false,
} as const

describe('connectStep', () => {
  it('signs in when nothing is missing', () => {
    expect(connectStep({ ...facts, credentials: [client] })).toBe('sign-in')
  })
  it('asks first for mailbox and provider', () => {
    expect(connectStep({ ...facts, credentials: [client], chosen: null })).toBe('choose')
  })
  it('goes the same way for Outlook, with the application of Microsoft', () => {
    const outlook = { ...facts, chosen: { provider: 'outlook' } } as const
    expect(connectStep({ ...outlook, credentials: [client] })).toBe('client')
    const application = { ...client, provider: 'outlook' } as const
    expect(connectStep({ ...outlook, credentials: [client, application] })).toBe('sign-in')
  })
  it('wants a place for tokens before anything secret', () => {
    const locked = { kind: 'encrypted-file', state: 'locked', reason: null } as const
    expect(connectStep({ ...facts, credentials: [], tokenStore: locked })).toBe('token-store')
  })
  it('asks for a client where there is none, or a broken one, or the person wants another', () => {
    expect(connectStep({ ...facts, credentials: [] })).toBe('client')
    expect(connectStep({ ...facts, credentials: [{ ...client, source: 'none' }] })).toBe('client')
    expect(connectStep({ ...facts, credentials: [{ ...client, problem: 'unreadable' }] })).toBe(
      'client',
    )
    expect(connectStep({ ...facts, credentials: [client], changingClient: true })).toBe('client')
  })
  it('waits for what it does not know yet', () => {
    expect(connectStep({ ...facts, credentials: undefined })).toBe('loading')
  })
})
