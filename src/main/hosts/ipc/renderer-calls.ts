import { CANCEL_CHANNEL, callIdSchema } from '#shared/bridge.ts'
import { operationNames, type OperationName } from '#shared/contract/index.ts'
import type { Result } from '#shared/errors.ts'
import { UPLOAD_CHANNEL, uploadPartSchema, type UploadPart } from '#shared/upload.ts'
import type { Logger } from '#core/ports/services.ts'
import { createCancellableCalls } from './cancellable-calls.ts'

/** Who sent a message, as Electron describes it. */
export interface IpcSender {
  /** The window's contents; the id is Electron's, so a page cannot choose it. */
  sender: { id: number }
  senderFrame: { url: string; parent: unknown } | null
}

/** What is used of Electron's ipcMain. */
export interface IpcMain {
  handle(
    channel: string,
    listener: (event: IpcSender, input: unknown, callId?: unknown) => Promise<Result<unknown>>,
  ): void
}

export interface RendererCallOptions {
  ipc: IpcMain
  call(name: OperationName, input: unknown, signal?: AbortSignal): Promise<Result<unknown>>
  upload(part: UploadPart): Promise<Result<unknown>>
  /** Origins our own page has, such as `app://mailmanager`. */
  trustedOrigins: readonly string[]
  logger: Logger
}

const UNREADABLE_PART: Result<never> = {
  ok: false,
  error: { code: 'invalid_input', message: 'That is no part of an upload' },
}

const UNREADABLE_ID: Result<never> = {
  ok: false,
  error: { code: 'invalid_input', message: 'That is no id of a call' },
}

const FORBIDDEN: Result<never> = {
  ok: false,
  error: { code: 'forbidden', message: 'This page may not use MailManager' },
}

/** Takes the page's calls, one channel for each operation, from our own top-level page only. */
export function handleRendererCalls({
  ipc,
  trustedOrigins,
  logger,
  ...options
}: RendererCallOptions): void {
  const cancellable = createCancellableCalls()
  for (const name of operationNames) {
    ipc.handle(name, async (event, input, callId) => {
      if (!isTrustedSender(event, trustedOrigins)) {
        logger.warn({ operation: name, from: originOf(event) }, 'call from a strange frame refused')
        return FORBIDDEN
      }
      if (callId === undefined) return options.call(name, input)
      const id = callIdSchema.safeParse(callId)
      if (!id.success) return UNREADABLE_ID
      return cancellable.run(event.sender.id, id.data, (signal) =>
        options.call(name, input, signal),
      )
    })
  }
  ipc.handle(CANCEL_CHANNEL, async (event, input) => {
    if (!isTrustedSender(event, trustedOrigins)) {
      logger.warn({ from: originOf(event) }, 'cancellation from a strange frame refused')
      return FORBIDDEN
    }
    const id = callIdSchema.safeParse(input)
    if (!id.success) return UNREADABLE_ID
    cancellable.cancel(event.sender.id, id.data)
    return { ok: true, value: null }
  })
  ipc.handle(UPLOAD_CHANNEL, async (event, input) => {
    if (!isTrustedSender(event, trustedOrigins)) {
      logger.warn({ from: originOf(event) }, 'upload from a strange frame refused')
      return FORBIDDEN
    }
    const part = uploadPartSchema.safeParse(input)
    return part.success ? options.upload(part.data) : UNREADABLE_PART
  })
}

/**
 * True for the top frame of a page of ours. Mail is shown in frames inside it: they are refused
 * whatever their address says, and so is a frame that is already gone.
 */
export function isTrustedSender(event: IpcSender, trustedOrigins: readonly string[]): boolean {
  const frame = event.senderFrame
  if (frame === null || frame.parent !== null) return false
  return trustedOrigins.includes(originOf(event))
}

/** `URL.origin` is "null" for schemes of our own, so the origin is put together here. */
function originOf(event: IpcSender): string {
  const url = URL.parse(event.senderFrame?.url ?? '')
  return url === null ? '' : `${url.protocol}//${url.host}`
}
