import { operationNames, type OperationName } from '#shared/contract/index.ts'
import type { Result } from '#shared/errors.ts'
import { UPLOAD_CHANNEL, uploadPartSchema, type UploadPart } from '#shared/upload.ts'
import type { Logger } from '#core/ports/services.ts'

/** Who sent a message, as Electron describes it. */
export interface IpcSender {
  senderFrame: { url: string; parent: unknown } | null
}

/** What is used of Electron's ipcMain. */
export interface IpcMain {
  handle(
    channel: string,
    listener: (event: IpcSender, input: unknown) => Promise<Result<unknown>>,
  ): void
}

export interface RendererCallOptions {
  ipc: IpcMain
  call(name: OperationName, input: unknown): Promise<Result<unknown>>
  upload(part: UploadPart): Promise<Result<unknown>>
  /** Origins our own page has, such as `app://mailmanager`. */
  trustedOrigins: readonly string[]
  logger: Logger
}

const UNREADABLE_PART: Result<never> = {
  ok: false,
  error: { code: 'invalid_input', message: 'That is no part of an upload' },
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
  for (const name of operationNames) {
    ipc.handle(name, async (event, input) => {
      if (isTrustedSender(event, trustedOrigins)) return options.call(name, input)
      logger.warn({ operation: name, from: originOf(event) }, 'call from a strange frame refused')
      return FORBIDDEN
    })
  }
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
