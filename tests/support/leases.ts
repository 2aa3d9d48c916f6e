import { createLeases } from '#core/leases/leases.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { LeaseControl } from '#core/ports/leases.ts'
import type { Store } from '#core/ports/store.ts'
import { silentLogger } from './database/test-store.ts'

/**
 * The leases of one host; `holder` tells hosts apart that share a database. As in the program they end
 * by time on Postgres only, unless `isShared` says otherwise.
 */
export function testLeases(
  store: Store,
  clock: Clock,
  { holder = 'this host', isShared = store.dialect === 'postgres' } = {},
): LeaseControl {
  return createLeases({ store, clock, logger: silentLogger, holder, isShared })
}
