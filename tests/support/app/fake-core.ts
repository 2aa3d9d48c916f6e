import { operationOf, type OperationName } from '#shared/contract/index.ts'
import { OperationError, type Result } from '#shared/errors.ts'
import type { CoreEvent } from '#shared/events.ts'
import type { CallExtras, Caller, Core } from '#core/ports/core.ts'
import type { Logger } from '#core/ports/services.ts'

export interface FakeCall {
  name: OperationName
  input: unknown
  caller: Caller
}

export interface FakeCore extends Core {
  /** Calls that passed validation, in order. */
  calls: FakeCall[]
  /** What an operation answers from now on: a value, an error to throw, or a function that answers. */
  setResult(name: OperationName, value: unknown): void
  publish(userId: string, event: CoreEvent): void
  /** Ends a session as its expiry would. */
  expire(token: string): void
  closed: boolean
}

export const LOCAL_USER = 'user-local'

/**
 * A core for tests of the hosts: it validates input as the real one does, remembers calls, and
 * answers what it was told to. What the operations mean is not its business.
 */
export function createFakeCore(): FakeCore {
  const calls: FakeCall[] = []
  const answers = new Map<OperationName, unknown>()
  const sessions = new Map<string, string>()
  const listeners = new Set<(userId: string, event: CoreEvent) => void>()
  let opened = 0

  const dispatch = async (
    name: OperationName,
    input: unknown,
    caller: Caller,
    extras: CallExtras = {},
  ): Promise<Result<unknown>> => {
    const parsed = operationOf(name).input.safeParse(input)
    if (!parsed.success) {
      return { ok: false, error: { code: 'invalid_input', message: parsed.error.message } }
    }
    calls.push({ name, input: parsed.data, caller })
    const answer = answers.get(name)
    if (answer instanceof OperationError) {
      const { code, message, detail } = answer
      return { ok: false, error: { code, message, ...(detail === undefined ? {} : { detail }) } }
    }
    if (answer instanceof Error) throw answer
    if (isAnswering(answer)) return answer(extras)
    return { ok: true, value: answer }
  }

  const core: FakeCore = {
    calls,
    closed: false,
    localUserId: LOCAL_USER,
    dispatch,
    setResult: (name, value) => void answers.set(name, value),
    publish: (userId, event) => {
      for (const listener of listeners) listener(userId, event)
    },
    expire: (token) => void sessions.delete(token),
    events: {
      publish: (userId, event) => core.publish(userId, event),
      subscribe(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    sessions: {
      async open() {
        opened += 1
        const token = `session-${opened}`
        sessions.set(token, LOCAL_USER)
        return { token, expiresAt: Date.parse('2099-01-01T00:00:00Z') }
      },
      userOf: async (token) => sessions.get(token) ?? null,
    },
    start: async () => undefined,
    async close() {
      core.closed = true
    },
  }
  return core
}

/** Answers while a test watches, with what came with the call. */
export type Answering = (extras: CallExtras) => Promise<Result<unknown>>

function isAnswering(answer: unknown): answer is Answering {
  return typeof answer === 'function'
}

export interface RecordingLogger extends Logger {
  lines: { level: string; fields: Record<string, unknown>; message: string }[]
}

/** A logger that keeps what it was given. */
export function createRecordingLogger(): RecordingLogger {
  const lines: RecordingLogger['lines'] = []
  const at = (level: string) => (fields: Record<string, unknown>, message: string) =>
    void lines.push({ level, fields, message })
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
