import { z } from 'zod'
import type { OperationName } from './contract/index.ts'
import type { Result } from './errors.ts'
import type { CoreEvent } from './events.ts'
import type { UploadPart } from './upload.ts'

/** Channels from Electron's main process to the page. Calls use the operation's name. */
export const EVENT_CHANNEL = 'core.event'
export const COMMAND_CHANNEL = 'shell.command'

/** All that the preload script shows the page: `window.mailmanager`. */
export interface Bridge {
  /** Only names in the contract are carried; a `download` answers a Download. */
  call(name: OperationName, input: unknown): Promise<Result<unknown>>
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
