import type { Store } from './store.ts'

/** The right to do one piece of background work, which one host has at a time. */
export interface LeaseRow {
  /** What it is the right to, for example `sync:<account id>`. */
  resource: string
  /** The host that has it, or had it last. */
  holder: string
  /** Rises each time the lease changes hands or is taken anew: an older number may not write. */
  token: number
  /** When it ends unless it is renewed, epoch milliseconds; 0 once it was given back. */
  until: number
}

export interface LeaseReader {
  find(resource: string): Promise<LeaseRow | null>
}

export interface LeaseRepository extends LeaseReader {
  /**
   * Takes the lease where it is free, has ended, or is this holder's own from a process that has
   * ended. Returns the row as it is now: another holder's where it could not be taken.
   */
  acquire(request: {
    resource: string
    holder: string
    now: number
    until: number
  }): Promise<LeaseRow>
  /** False where the lease was taken by somebody else since. */
  renew(resource: string, token: number, until: number): Promise<boolean>
  /** Gives it back, unless somebody else has it by now. */
  release(resource: string, token: number): Promise<void>
  /**
   * Whether the token is still the newest. If so, nobody can take the lease before this transaction
   * has ended.
   */
  isCurrent(resource: string, token: number): Promise<boolean>
  /** Leases that this holder never gave back: at a start they are those of a process that was killed. */
  listUnreleased(holder: string): Promise<LeaseRow[]>
}

/** Gives out the leases of this host. */
export interface LeaseControl {
  /** The name under which this host holds leases. */
  readonly holder: string
  /** The lease of one piece of work; nothing is taken yet. */
  of(resource: string): Lease
}

export interface Lease {
  /**
   * Takes the lease, and from then on renews it until it is released or lost. Returns null once it
   * is held, otherwise after how many milliseconds it is worth trying again.
   */
  acquire(): Promise<number | null>
  /** The token while it is held, otherwise null. */
  token(): number | null
  /** Aborts when the lease that is held now is lost. Aborted where none is held. */
  signal(): AbortSignal
  /**
   * The same store for the work of this lease: its transactions write nothing and throw
   * LeaseLostError where the lease is not held any more.
   */
  fence(store: Store): Store
  /** Gives the lease back. Where the database fails it ends by itself. Never throws. */
  release(): Promise<void>
}

/** Another host has the lease, so that what this one wanted to write was not written. */
export class LeaseLostError extends Error {
  constructor(resource: string) {
    super(`The lease of ${resource} was lost to another host, or could not be renewed in time`)
  }
}
