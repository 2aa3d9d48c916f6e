import type { OperationName } from '#shared/contract/index.ts'
import type { ErrorBody, Result } from '#shared/errors.ts'
import type { UploadPart } from '#shared/upload.ts'
import type { CoreEvent } from '#shared/events.ts'
import type { Logger } from '#core/ports/services.ts'
import {
  PROTOCOL_VERSION,
  type Endpoint,
  type FromCore,
  type ShellRequest,
  type ToCore,
} from './protocol.ts'

/** A core process that was just started. */
export interface CoreProcess extends Endpoint<FromCore, ToCore> {
  onExit(listener: (code: number | null) => void): void
  /** Ends it without asking. */
  kill(): void
}

export interface SupervisorOptions {
  fork(): CoreProcess
  onEvent(event: CoreEvent): void
  /** Throws, with a plain message, where the shell cannot do it. */
  onShellRequest(request: ShellRequest): Promise<void>
  /** The core cannot start at all, for a reason the person should read. Told once for each reason. */
  onFailure(error: ErrorBody): void
  logger: Logger
  /** Runs `task` after `ms`; answers how to call it off. */
  delay(ms: number, task: () => void): () => void
}

export interface CoreSupervisor {
  start(): void
  /**
   * Never rejects: what went wrong is in the result. Waits while the core is starting. The signal
   * cancels the call at the core, which answers it all the same.
   */
  call: (name: OperationName, input: unknown, signal?: AbortSignal) => Promise<Result<unknown>>
  /** Sends a part of an upload. Like `call`, it never rejects. */
  upload: (part: UploadPart) => Promise<Result<unknown>>
  /** Asks the core to close and waits for its end. */
  stop(): Promise<void>
}

/** Pauses before a restart; the last one repeats. */
const BACKOFF_MS = [100, 500, 2_000, 5_000, 15_000]
/** A core that ran this long has earned quick restarts again. */
const STABLE_MS = 60_000
/** How long a core may take to close before it is killed. */
const STOP_DEADLINE_MS = 8_000

const CORE_RESTARTED: Result<never> = {
  ok: false,
  error: {
    code: 'api_error',
    message: 'MailManager’s core stopped and is being restarted. Please try that again.',
  },
}

/** Restarts in a row after which those who wait are told. */
const MAX_RESTARTS_IN_A_ROW = 3

const CRASH_LOOP_ERROR: ErrorBody = {
  code: 'api_error',
  message: 'MailManager’s core stops as soon as it starts. Its log says why.',
}

const VERSION_ERROR: ErrorBody = {
  code: 'api_error',
  message: 'MailManager was changed while it ran. Please quit it and start it again.',
}

const CANCELLED: Result<never> = {
  ok: false,
  error: { code: 'cancelled', message: 'This call was cancelled.' },
}

interface PendingCall {
  message: (id: number) => ToCore
  /** For the log. */
  operation: string
  signal: AbortSignal | undefined
  done: (result: Result<unknown>) => void
}

/**
 * Keeps one core process alive. Calls made while it starts wait for it; calls in flight when it dies
 * answer an error, because nobody can know how far they came; then it is started again.
 */
export function createCoreSupervisor(options: SupervisorOptions): CoreSupervisor {
  const { logger } = options
  let state: 'idle' | 'starting' | 'ready' | 'pausing' | 'stopping' | 'stopped' = 'idle'
  let running: CoreProcess | null = null
  let failure: ErrorBody | null = null
  let reported: string | null = null
  let attempts = 0
  let starts = 0
  let lastId = 0
  let cancelStable = (): void => undefined
  let cancelPause = (): void => undefined
  let whenStopped = (): void => undefined
  const waiting: PendingCall[] = []
  const inFlight = new Map<number, (result: Result<unknown>) => void>()

  const launch = (): void => {
    state = 'starting'
    const core = options.fork()
    running = core
    core.onMessage((message) => {
      if (core === running) receive(core, message)
    })
    core.onExit((code) => {
      if (core === running) ended(code)
    })
  }

  const receive = (core: CoreProcess, message: FromCore): void => {
    switch (message.kind) {
      case 'ready':
        if (message.version === PROTOCOL_VERSION) becameReady()
        else refuse(core, VERSION_ERROR)
        break
      case 'failed':
        refuse(core, message.error)
        break
      case 'answer':
        inFlight.get(message.id)?.(message.result)
        inFlight.delete(message.id)
        break
      case 'event':
        options.onEvent(message.event)
        break
      case 'shell.ask':
        void answerShell(core, message.id, message.request)
        break
    }
  }

  /** The core cannot be used. It stays alive until it is asked to stop, so that its reason arrives. */
  const refuse = (core: CoreProcess, error: ErrorBody): void => {
    failure = error
    core.send({ kind: 'stop' })
  }

  const becameReady = (): void => {
    if (state !== 'starting') return
    state = 'ready'
    failure = null
    reported = null
    starts += 1
    cancelStable = options.delay(STABLE_MS, () => (attempts = 0))
    if (starts > 1) options.onEvent({ type: 'core.restarted' })
    for (const call of waiting.splice(0)) dispatch(call)
  }

  const dispatch = ({ message, operation, signal, done }: PendingCall): void => {
    if (signal?.aborted === true) {
      done(CANCELLED)
      return
    }
    lastId += 1
    const id = lastId
    inFlight.set(id, done)
    try {
      running?.send(message(id))
      // Ids are never used twice, so a core that was started anew does not know this one.
      signal?.addEventListener(
        'abort',
        () => {
          if (inFlight.has(id)) running?.send({ kind: 'cancel', id })
        },
        { once: true },
      )
    } catch (error) {
      inFlight.delete(id)
      logger.warn({ err: error, operation }, 'call could not be sent')
      done({ ok: false, error: { code: 'invalid_input', message: 'That cannot be sent' } })
    }
  }

  const answerShell = async (
    core: CoreProcess,
    id: number,
    request: ShellRequest,
  ): Promise<void> => {
    let result: Result<null> = { ok: true, value: null }
    try {
      await options.onShellRequest(request)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      result = { ok: false, error: { code: 'api_error', message } }
    }
    if (core === running) core.send({ kind: 'shell.answer', id, result })
  }

  const ended = (code: number | null): void => {
    running = null
    cancelStable()
    const wasStopping = state === 'stopping'
    if (!wasStopping && failure === null && attempts >= MAX_RESTARTS_IN_A_ROW)
      failure = CRASH_LOOP_ERROR
    state = wasStopping ? 'stopped' : 'pausing'
    answerAll(failure === null ? CORE_RESTARTED : { ok: false, error: failure })
    if (wasStopping) {
      whenStopped()
      return
    }
    logger.error({ code }, 'core process ended; it is started again')
    if (failure !== null && failure.message !== reported) {
      reported = failure.message
      options.onFailure(failure)
    }
    const pause = BACKOFF_MS[Math.min(attempts, BACKOFF_MS.length - 1)] ?? 0
    attempts += 1
    cancelPause = options.delay(pause, launch)
  }

  /** Those who wait for a core that failed to start hear why; the others wait for the next one. */
  const answerAll = (result: Result<never>): void => {
    const dones = [...inFlight.values()]
    inFlight.clear()
    if (failure !== null || state === 'stopped') {
      dones.push(...waiting.splice(0).map(({ done }) => done))
    }
    for (const done of dones) done(result)
  }

  const enqueue = (
    message: PendingCall['message'],
    operation: string,
    signal?: AbortSignal,
  ): Promise<Result<unknown>> =>
    new Promise((done) => {
      const call = { message, operation, signal, done }
      if (state === 'ready') dispatch(call)
      else if (state === 'stopping' || state === 'stopped') done(CORE_RESTARTED)
      else if (failure !== null && state === 'pausing') done({ ok: false, error: failure })
      else waiting.push(call)
    })

  return {
    start: launch,
    call: (name, input, signal) =>
      enqueue((id) => ({ kind: 'call', id, name, input }), name, signal),
    upload: (part) => enqueue((id) => ({ kind: 'upload', id, part }), `upload ${part.kind}`),
    stop: () =>
      new Promise((done) => {
        cancelPause()
        const core = running
        if (core === null) {
          state = 'stopped'
          answerAll(CORE_RESTARTED)
          done()
          return
        }
        state = 'stopping'
        const cancelKill = options.delay(STOP_DEADLINE_MS, () => core.kill())
        whenStopped = () => {
          cancelKill()
          done()
        }
        core.send({ kind: 'stop' })
      }),
  }
}
