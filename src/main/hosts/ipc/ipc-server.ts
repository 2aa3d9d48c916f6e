import { isOperationName } from '#shared/contract/index.ts'
import { OperationError, type Result } from '#shared/errors.ts'
import type { UploadPart } from '#shared/upload.ts'
import type { CallExtras, Core } from '#core/ports/core.ts'
import { createUploadReceiver } from './upload-receiver.ts'
import type { BrowserOpener, Logger } from '#core/ports/services.ts'
import {
  PROTOCOL_VERSION,
  type Endpoint,
  type FromCore,
  type ShellRequest,
  type ToCore,
} from './protocol.ts'

export interface IpcServer {
  /** Opens addresses through the shell; usable before `serve`. */
  browser: BrowserOpener
  /** Answers calls with this core, as the local profile, and passes its events on. */
  serve(core: Core): void
  /** Tells the other side why there will be no core. */
  refuse(error: unknown): void
}

export interface IpcServerOptions {
  endpoint: Endpoint<ToCore, FromCore>
  logger: Logger
  /** Called when the main process asks the core to end. */
  onStop: () => void
}

/** The core process's side of the channel. */
export function createIpcServer({ endpoint, logger, onStop }: IpcServerOptions): IpcServer {
  const asked = new Map<number, (result: Result<null>) => void>()
  /** Calls without an answer yet, by their ids. */
  const running = new Map<number, AbortController>()
  let lastAsk = 0
  let core: Core | null = null

  const ask = (request: ShellRequest): Promise<Result<null>> =>
    new Promise((done) => {
      lastAsk += 1
      asked.set(lastAsk, done)
      endpoint.send({ kind: 'shell.ask', id: lastAsk, request })
    })

  const call = async (id: number, name: string, input: unknown): Promise<void> => {
    const cancelling = new AbortController()
    running.set(id, cancelling)
    const result = await dispatch(name, input, { signal: cancelling.signal })
    running.delete(id)
    endpoint.send({ kind: 'answer', id, result })
  }

  const dispatch = async (
    name: string,
    input: unknown,
    extras: CallExtras,
  ): Promise<Result<unknown>> => {
    if (core === null || !isOperationName(name)) {
      return failure('route_not_found', 'MailManager has no such operation')
    }
    try {
      return await core.dispatch(
        name,
        input,
        { userId: core.localUserId, sessionToken: null },
        extras,
      )
    } catch (error) {
      logger.error({ err: error, operation: name }, 'call failed')
      return failure('api_error', 'Something went wrong in MailManager')
    }
  }

  const uploads = createUploadReceiver((name, input, upload) => dispatch(name, input, { upload }))
  const receivePart = async (id: number, part: UploadPart): Promise<void> => {
    endpoint.send({ kind: 'answer', id, result: await uploads.receive(part) })
  }

  endpoint.onMessage((message) => {
    switch (message.kind) {
      case 'call':
        void call(message.id, message.name, message.input)
        break
      case 'cancel':
        running.get(message.id)?.abort()
        break
      case 'upload':
        void receivePart(message.id, message.part)
        break
      case 'shell.answer':
        asked.get(message.id)?.(message.result)
        asked.delete(message.id)
        break
      case 'stop':
        onStop()
        break
    }
  })

  return {
    browser: {
      async open(url) {
        const result = await ask({ type: 'open-url', url })
        if (!result.ok) throw new OperationError(result.error.code, result.error.message)
      },
    },
    serve(served) {
      core = served
      served.events.subscribe((userId, event) => {
        if (userId === served.localUserId) endpoint.send({ kind: 'event', event })
      })
      endpoint.send({ kind: 'ready', version: PROTOCOL_VERSION })
    },
    refuse(error) {
      const known = error instanceof OperationError
      if (!known) logger.error({ err: error }, 'core could not start')
      endpoint.send({
        kind: 'failed',
        error: known
          ? { code: error.code, message: error.message }
          : { code: 'api_error', message: `MailManager could not start: ${messageOf(error)}` },
      })
    },
  }
}

function failure(code: 'route_not_found' | 'api_error', message: string): Result<never> {
  return { ok: false, error: { code, message } }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
