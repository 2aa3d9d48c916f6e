import type { OperationName } from '#shared/contract/index.ts'
import type { Result } from '#shared/errors.ts'
import type { EventBus } from './services.ts'

/** Who makes a call, as the host established it. */
export interface Caller {
  /** Null before sign-in: only public operations are allowed. */
  userId: string | null
  /** The session cookie's value, where the call came with one. */
  sessionToken: string | null
}

/** The bytes of an `upload` operation, as the host receives them. */
export interface Upload {
  /** Throws where the sender breaks off. */
  content: AsyncIterable<Uint8Array>
  /** Aborts where the sender cancels. */
  signal: AbortSignal
}

/** What comes with some calls besides their input. */
export interface CallExtras {
  /** The bytes of an operation of the kind `upload`. */
  upload?: Upload | undefined
  /**
   * Aborts once nobody waits for the answer any more; absent where a call cannot be cancelled. It
   * reaches queries and downloads only: a command that began is carried out, and an upload has a
   * signal of its own.
   */
  signal?: AbortSignal | undefined
}

export type Dispatch = (
  name: OperationName,
  input: unknown,
  caller: Caller,
  extras?: CallExtras,
) => Promise<Result<unknown>>

/** The program without a host: what the Electron, utility-process and headless entries drive. */
export interface Core {
  dispatch: Dispatch
  events: EventBus
  /** The profile that owns the data where nobody signs in. */
  localUserId: string
  sessions: {
    /** Opens a session for the local profile and returns the cookie's value. */
    open(): Promise<{ token: string; expiresAt: number }>
    /** The user behind a cookie's value, or null. */
    userOf(token: string): Promise<string | null>
  }
  /** Starts background work: sync, outbox, backfills. */
  start(): Promise<void>
  /** Stops background work, lets running transactions end, closes the database. */
  close(): Promise<void>
}
