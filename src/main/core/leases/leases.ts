import type { Clock } from '../ports/clock.ts'
import { LeaseLostError, type Lease, type LeaseControl } from '../ports/leases.ts'
import type { Logger } from '../ports/services.ts'
import type { Repositories, Store } from '../ports/store.ts'

/** How long work of a host that was killed waits before another host takes it over. */
export const LEASE_MS = 120_000
/** Two renewals may fail before a lease ends. */
const RENEW_EVERY_MS = 40_000
/** How often a lease that another host has is asked for: it may be given back before its end. */
const RETRY_MS = 5_000

/**
 * Leases in the database, for hosts that share one. Hosts compare times, so their clocks must agree
 * to within some seconds; a host whose clock is wrong may lose its lease early, and then the token
 * keeps it from writing.
 *
 * @param deps.holder names this host: the same after a restart, and different from every other
 *   host. Only one process of that name may live at a time; the lock of the data folder sees to it.
 * @param deps.isShared false where no other host can open the database: leases then have no end and
 *   are not renewed, so that an account in which nothing happens writes nothing
 */
export function createLeases(deps: {
  store: Store
  clock: Clock
  logger: Logger
  holder: string
  isShared: boolean
}): LeaseControl {
  return { holder: deps.holder, of: (resource) => createLease(deps, resource) }
}

/** Later than any time. */
const NO_END = Number.MAX_SAFE_INTEGER

interface Held {
  token: number
  /** Aborts when it is lost or given back; renewing ends with it. */
  ended: AbortController
}

function createLease(deps: Parameters<typeof createLeases>[0], resource: string): Lease {
  const { store, clock, holder, isShared } = deps
  let held: Held | null = null

  async function acquire(): Promise<number | null> {
    if (held !== null) return null
    const now = clock.now()
    const row = await store.transaction(({ leases }) =>
      leases.acquire({ resource, holder, now, until: isShared ? now + LEASE_MS : NO_END }),
    )
    if (row.holder !== holder) return Math.min(RETRY_MS, Math.max(1, row.until - now))
    const mine: Held = { token: row.token, ended: new AbortController() }
    held = mine
    if (isShared) void keepRenewing(mine, row.until)
    return null
  }

  async function keepRenewing(mine: Held, heldUntil: number): Promise<void> {
    const { signal } = mine.ended
    let until = heldUntil
    for (;;) {
      try {
        await clock.sleep(RENEW_EVERY_MS, signal)
      } catch {
        return
      }
      const next = clock.now() + LEASE_MS
      try {
        const isRenewed = await store.transaction(({ leases }) =>
          leases.renew(resource, mine.token, next),
        )
        if (!isRenewed) {
          lose(mine)
          return
        }
        until = next
      } catch (error) {
        deps.logger.debug({ err: error, resource }, 'a lease could not be renewed')
        if (clock.now() >= until) {
          lose(mine)
          return
        }
      }
    }
  }

  function lose(mine: Held): void {
    if (held !== mine) return
    held = null
    deps.logger.warn({ resource }, 'a lease was lost')
    mine.ended.abort(new LeaseLostError(resource))
  }

  async function requireHeld({ leases }: Repositories): Promise<void> {
    const mine = held
    if (mine !== null && (await leases.isCurrent(resource, mine.token))) return
    if (mine !== null) lose(mine)
    throw new LeaseLostError(resource)
  }

  function fence(fenced: Store): Store {
    return {
      ...fenced,
      transaction: (work) =>
        fenced.transaction(async (repositories) => {
          await requireHeld(repositories)
          return work(repositories)
        }),
    }
  }

  async function release(): Promise<void> {
    const mine = held
    if (mine === null) return
    held = null
    mine.ended.abort(new LeaseLostError(resource))
    try {
      await store.transaction(({ leases }) => leases.release(resource, mine.token))
    } catch (error) {
      deps.logger.debug({ err: error, resource }, 'a lease was not given back; it will end')
    }
  }

  return {
    acquire,
    token: () => held?.token ?? null,
    signal: () => held?.ended.signal ?? AbortSignal.abort(new LeaseLostError(resource)),
    fence,
    release,
  }
}
