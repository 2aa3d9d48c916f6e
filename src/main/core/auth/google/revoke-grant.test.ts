import { describe, expect, it } from 'vitest'
import type { GoogleEndpoints } from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'
import { frozenClock } from '../../../../../tests/auth/frozen-clock.ts'
import { memoryVault } from '../../../../../tests/auth/memory-vault.ts'
import { recordingLogger } from '../../../../../tests/auth/recording-logger.ts'
import {
  deadEndpoints,
  scriptedGoogle,
  type ScriptedResponse,
} from '../../../../../tests/auth/scripted-google.ts'
import { revokeGoogleGrant } from './revoke-grant.ts'

async function signedIn(answer: ScriptedResponse | Promise<ScriptedResponse> = {}) {
  const google = await scriptedGoogle(() => answer)
  const vault = memoryVault()
  const logger = recordingLogger()
  await vault.set(
    'grant:account-1',
    JSON.stringify({ refreshToken: 'canary', accessToken: 'a', expiresAt: 0, scope: 's' }),
  )
  await vault.set('grant:account-2', 'another account')
  const revoke = (endpoints: GoogleEndpoints = google.endpoints, timeoutMs?: number) =>
    revokeGoogleGrant({
      accountId: 'account-1',
      vault,
      endpoints,
      clock: frozenClock(),
      logger,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    })
  return { google, vault, logger, revoke }
}

describe('giving a grant back', () => {
  it('tells Google, then forgets it here', async () => {
    const { google, vault, revoke } = await signedIn()
    expect(await revoke()).toBe(true)
    expect(google.requests).toEqual([{ path: '/oauth2/revoke', form: { token: 'canary' } }])
    expect([...vault.entries.keys()]).toEqual(['grant:account-2'])
  })

  it('is done already when Google says that the token has ended', async () => {
    const { revoke } = await signedIn({ status: 400, body: { error: 'invalid_token' } })
    expect(await revoke()).toBe(true)
  })

  it.each<[string, ScriptedResponse]>([
    ['Google fails', { status: 500 }],
    ['the line is cut', { cut: true }],
    ['it is refused', { status: 400, body: { error: 'unsupported_token_type' } }],
  ])('forgets it here also when %s, and says that Google does not know', async (_what, answer) => {
    const { google, logger, vault, revoke } = await signedIn(answer)
    expect(await revoke()).toBe(false)
    expect(google.requests).toHaveLength(1)
    expect([...vault.entries.keys()]).toEqual(['grant:account-2'])
    expect(logger.lines.join('')).not.toContain('canary')
  })

  it('forgets it here also without network', async () => {
    const { vault, revoke } = await signedIn()
    expect(await revoke(await deadEndpoints())).toBe(false)
    expect(vault.entries.has('grant:account-1')).toBe(false)
  })

  it('does not wait for an answer that never comes', async () => {
    const { google, vault, revoke } = await signedIn(new Promise(() => undefined))
    expect(await revoke(google.endpoints, 50)).toBe(false)
    expect(google.requests).toHaveLength(1)
    expect(vault.entries.has('grant:account-1')).toBe(false)
  })

  it('asks nobody where there is no grant', async () => {
    const { google, vault, revoke } = await signedIn()
    await vault.delete('grant:account-1')
    expect(await revoke()).toBe(true)
    expect(google.requests).toEqual([])
  })

  it('forgets an entry that can’t be read any more', async () => {
    const { vault, revoke } = await signedIn()
    vault.get = () => Promise.reject(new OperationError('token_decryption_error', 'no key'))
    expect(await revoke()).toBe(false)
    expect(vault.entries.has('grant:account-1')).toBe(false)
  })
})
