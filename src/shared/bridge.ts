import { z } from 'zod'
import type { OperationName } from './contract/index.ts'
import type { Result } from './errors.ts'
import type { CoreEvent } from './events.ts'
import type { UploadPart } from './upload.ts'

/** Channels from Electron's main process to the page. Calls use the operation's name. */
export const EVENT_CHANNEL = 'core.event'
export const COMMAND_CHANNEL = 'shell.command'

/** The channel on which the page cancels a call that it named when it made it. */
export const CANCEL_CHANNEL = 'core.cancel'

/** The page's name for a call that it may cancel; it is known to nobody but this page's window. */
export const callIdSchema = z.string().min(1).max(100)

/** All that the preload script shows the page: `window.mailmanager`. */
export interface Bridge {
  /**
   * Only names in the contract are carried; a `download` answers a Download. An id of the page's own
   * makes the call one that can be cancelled.
   */
  call(name: OperationName, input: unknown, callId?: string): Promise<Result<unknown>>
  /** Cancels the call that was made with this id. Nothing happens where it has ended. */
  cancel(callId: string): Promise<Result<unknown>>
  /** Sends a part of an upload. */
  upload(part: UploadPart): Promise<Result<unknown>>
  /** Answers the function that ends the subscription. */
  subscribe(listener: (event: CoreEvent) => void): () => void
  /** Commands of the native menu and of the system (`mailto:`, notifications). */
  onCommand(listener: (command: ShellCommand) => void): () => void
}

export const shellCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('compose'), mailto: z.string().nullable() }),
  z.object({ type: z.literal('open-settings') }),
  z.object({ type: z.literal('sync-now') }),
])
export type ShellCommand = z.infer<typeof shellCommandSchema>
