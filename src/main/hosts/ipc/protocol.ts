import { z } from 'zod'
import { uploadPartSchema } from '#shared/upload.ts'
import { errorBodySchema } from '#shared/errors.ts'
import { coreEventSchema } from '#shared/events.ts'

/**
 * The form of these messages; raise it with every change. Both ends come with one installation, but
 * a core that is started again after an update on the disk is newer than the main process.
 */
export const PROTOCOL_VERSION = 1

const id = z.int()
const result = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: errorBodySchema }),
])
const doneResult = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.null() }),
  z.object({ ok: z.literal(false), error: errorBodySchema }),
])

/** What only the shell can do for the core. */
const shellRequest = z.object({ type: z.literal('open-url'), url: z.string() })
export type ShellRequest = z.infer<typeof shellRequest>

/**
 * What Electron's main process sends to the core process. Every message is plain data that survives
 * the structured clone. `id` pairs an answer with its question, separately in each direction.
 */
const toCore = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id, name: z.string(), input: z.unknown() }),
  /** Nobody waits any more for the answer to the call of this id; it is answered all the same. */
  z.object({ kind: z.literal('cancel'), id }),
  /** A part of an upload; answered like a call. */
  z.object({ kind: z.literal('upload'), id, part: uploadPartSchema }),
  z.object({ kind: z.literal('shell.answer'), id, result: doneResult }),
  /** Close the database and end the process. */
  z.object({ kind: z.literal('stop') }),
])
export type ToCore = z.infer<typeof toCore>

/** What the core process sends to Electron's main process. */
const fromCore = z.discriminatedUnion('kind', [
  /** The core answers calls from now on. */
  z.object({ kind: z.literal('ready'), version: z.int().catch(0) }),
  /** The core could not start; the process ends after this. */
  z.object({ kind: z.literal('failed'), error: errorBodySchema }),
  z.object({ kind: z.literal('answer'), id, result }),
  z.object({ kind: z.literal('event'), event: coreEventSchema }),
  z.object({ kind: z.literal('shell.ask'), id, request: shellRequest }),
])
export type FromCore = z.infer<typeof fromCore>

/** One end of a channel between two processes: a MessagePort, a parent port, a child process. */
export interface Endpoint<Incoming, Outgoing> {
  send(message: Outgoing): void
  onMessage(listener: (message: Incoming) => void): void
}

/** A message of the core process, or null for anything else, such as a half-written one. */
export function parseFromCore(message: unknown): FromCore | null {
  return fromCore.safeParse(message).data ?? null
}

/** A message of the main process, or null for anything else. */
export function parseToCore(message: unknown): ToCore | null {
  return toCore.safeParse(message).data ?? null
}
