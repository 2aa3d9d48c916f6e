import type { ErrorBody, Result } from '#shared/errors.ts'
import type { CoreEvent } from '#shared/events.ts'

/**
 * What Electron's main process and the core process say to each other. Every message is plain data
 * that survives the structured clone. `id` pairs an answer with its question, separately in each
 * direction.
 */
export type ToCore =
  | { kind: 'call'; id: number; name: string; input: unknown }
  | { kind: 'shell.answer'; id: number; result: Result<null> }
  /** Close the database and end the process. */
  | { kind: 'stop' }

export type FromCore =
  /** The core answers calls from now on. */
  | { kind: 'ready' }
  /** The core could not start; the process ends after this. */
  | { kind: 'failed'; error: ErrorBody }
  | { kind: 'answer'; id: number; result: Result<unknown> }
  | { kind: 'event'; event: CoreEvent }
  | { kind: 'shell.ask'; id: number; request: ShellRequest }

/** What only the shell can do for the core. */
export type ShellRequest = { type: 'open-url'; url: string }

/** One end of a channel between two processes: a MessagePort, a parent port, a child process. */
export interface Endpoint<Incoming, Outgoing> {
  send(message: Outgoing): void
  onMessage(listener: (message: Incoming) => void): void
}

/** True for a message of the core process. It is ours, but a half-written one must not crash us. */
export function isFromCore(message: unknown): message is FromCore {
  return (
    hasKind(message) && ['ready', 'failed', 'answer', 'event', 'shell.ask'].includes(message.kind)
  )
}

/** True for a message of the main process. */
export function isToCore(message: unknown): message is ToCore {
  return hasKind(message) && ['call', 'shell.answer', 'stop'].includes(message.kind)
}

function hasKind(message: unknown): message is { kind: string } {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    typeof message.kind === 'string'
  )
}
