import { describe, expect, it, vi } from 'vitest'
import { operationNames, operationOf } from '#shared/contract/index.ts'
import { OperationError } from '#shared/errors.ts'
import type { Handlers } from '../ports/handlers.ts'
import type { Logger } from '../ports/services.ts'
import type { ReadRepositories } from '../ports/store.ts'
import { createDispatcher } from './dispatcher.ts'

const caller = { userId: 'u1', sessionToken: null }
const nobody = { userId: null, sessionToken: null }

function setUp(overrides: Partial<Handlers>, checkOutput = true) {
  const errors: Record<string, unknown>[] = []
  const ignore = (): void => undefined
  const logger: Logger = {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: (fields) => errors.push(fields),
  }
  const unreachable = async (): Promise<never> => {
    throw new Error('not part of this test')
  }
  const handlers = {
    ...Object.fromEntries(operationNames.map((name) => [name, unreachable])),
    ...overrides,
  } as Handlers
  const row = { id: 'm1', userId: 'u1' }
  const read = {
    mailboxes: { get: async () => row },
  } as unknown as ReadRepositories
  const dispatch = createDispatcher(handlers, { read, logger, adminUserId: 'u1', checkOutput })
  return { dispatch, errors }
}

const mailbox = {
  mailboxId: 'm1',
  displayName: 'Work',
  colour: null,
  signatureHtml: '',
  defaultAccountId: null,
  unread: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
}

describe('the dispatcher', () => {
  it('hands parsed input and the caller to the handler and answers an envelope', async () => {
    const { dispatch } = setUp({
      'mailboxes.create': async (input, context) => {
        expect(context.userId).toBe('u1')
        return { ...mailbox, displayName: input.displayName }
      },
    })
    const result = await dispatch('mailboxes.create', { displayName: '  Work  ' }, caller)
    expect(result).toEqual({ ok: true, value: mailbox })
  })

  it('answers invalid_input with the place of the mistake', async () => {
    const { dispatch } = setUp({})
    const result = await dispatch('mailboxes.create', { displayName: '' }, caller)
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'invalid_input', detail: { issues: [{ path: 'displayName' }] } },
    })
  })

  it.each(operationNames.filter((name) => operationOf(name).access !== 'public'))(
    'refuses %s without a caller',
    async (name) => {
      const { dispatch } = setUp({})
      const result = await dispatch(name, {}, nobody)
      expect(result).toMatchObject({ ok: false, error: { code: 'unauthorized' } })
    },
  )

  it.each(['toString', '__proto__', 'constructor', 'nope', 7])(
    'knows no operation called %s',
    async (name) => {
      const { dispatch } = setUp({})
      expect(await dispatch(name as 'health.get', {}, caller)).toMatchObject({
        ok: false,
        error: { code: 'invalid_input' },
      })
    },
  )

  it('passes declared failures on and logs nothing', async () => {
    const { dispatch, errors } = setUp({
      'mailboxes.get': async () => {
        throw new OperationError('mailbox_not_found', 'Gone.')
      },
    })
    const result = await dispatch('mailboxes.get', { mailboxId: 'x' }, caller)
    expect(result).toEqual({ ok: false, error: { code: 'mailbox_not_found', message: 'Gone.' } })
    expect(errors).toEqual([])
  })

  it('hides the text of an undeclared failure from the caller and logs it once', async () => {
    const { dispatch, errors } = setUp({
      'mailboxes.list': async () => {
        throw new Error('SELECT secret FROM tokens')
      },
    })
    const result = await dispatch('mailboxes.list', {}, caller)
    expect(result).toMatchObject({ ok: false, error: { code: 'api_error' } })
    expect(JSON.stringify(result)).not.toContain('SELECT')
    expect(errors).toHaveLength(1)
  })

  it('treats an OperationError the operation does not declare as a bug', async () => {
    const { dispatch, errors } = setUp({
      'mailboxes.list': async () => {
        throw new OperationError('email_send_error', 'What has that to do with it?')
      },
    })
    expect(await dispatch('mailboxes.list', {}, caller)).toMatchObject({
      error: { code: 'api_error' },
    })
    expect(errors).toHaveLength(1)
  })

  it('refuses an answer that breaks the contract, in tests', async () => {
    const broken = { 'mailboxes.get': async () => ({ ...mailbox, unread: 'many' }) as never }
    const checked = setUp(broken)
    expect(await checked.dispatch('mailboxes.get', { mailboxId: 'x' }, caller)).toMatchObject({
      error: { code: 'api_error' },
    })
    const unchecked = setUp(broken, false)
    expect(await unchecked.dispatch('mailboxes.get', { mailboxId: 'x' }, caller)).toMatchObject({
      ok: true,
    })
  })
})

describe('a call that is cancelled', () => {
  it('gives its handler the signal, and answers cancelled though the handler did not look', async () => {
    const cancelling = new AbortController()
    const { dispatch, errors } = setUp({
      'mailboxes.get': async (_input, { signal }) => {
        cancelling.abort()
        expect(signal.aborted).toBe(true)
        return mailbox
      },
    })
    const result = await dispatch('mailboxes.get', { mailboxId: 'x' }, caller, cancelling)
    expect(result).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(errors).toEqual([])
  })

  it('is no failure, whatever its handler throws', async () => {
    const cancelling = new AbortController()
    const { dispatch, errors } = setUp({
      'mailboxes.list': async () => {
        cancelling.abort()
        throw new Error('canceling statement due to user request')
      },
    })
    const result = await dispatch('mailboxes.list', {}, caller, cancelling)
    expect(result).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(errors).toEqual([])
  })

  it('reaches no handler where it was cancelled before it began', async () => {
    const list = vi.fn(async () => [])
    const { dispatch } = setUp({ 'mailboxes.list': list })
    const result = await dispatch('mailboxes.list', {}, caller, { signal: AbortSignal.abort() })
    expect(result).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(list).not.toHaveBeenCalled()
  })

  it('is carried out and answered where it is a command', async () => {
    const { dispatch } = setUp({
      'mailboxes.create': async (_input, { signal }) => {
        expect(signal.aborted).toBe(false)
        return mailbox
      },
    })
    const input = { displayName: 'Work' }
    const extras = { signal: AbortSignal.abort() }
    expect(await dispatch('mailboxes.create', input, caller, extras)).toEqual({
      ok: true,
      value: mailbox,
    })
  })

  it('has a signal that never aborts where the host gave none', async () => {
    const { dispatch } = setUp({
      'mailboxes.get': async (_input, { signal }) => {
        expect(signal).toMatchObject({ aborted: false })
        return mailbox
      },
    })
    expect(await dispatch('mailboxes.get', { mailboxId: 'x' }, caller)).toMatchObject({ ok: true })
  })
})
