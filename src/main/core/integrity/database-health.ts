import type { EventBus, Logger } from '../ports/services.ts'
import type { DatabaseHealth, DatabaseState } from '../ports/integrity.ts'

/** Holds what is known of the database's health and announces every change of its state. */
export function createDatabaseHealth(deps: {
  events: EventBus
  logger: Logger
  userId: string
}): DatabaseHealth {
  let current: DatabaseState = {
    state: 'ok',
    damagedParts: [],
    lastCheckedAt: null,
    lastRepair: null,
    lastBackupAt: null,
  }
  let listener: (() => void) | null = null
  let isReported = false

  function change(part: Partial<DatabaseState>): void {
    const before = current.state
    current = { ...current, ...part }
    if (current.state === before) return
    deps.events.publish(deps.userId, { type: 'database.state', state: current.state })
  }

  return {
    current: () => current,
    change,
    reportDamage(error) {
      if (current.state === 'damaged' || current.state === 'suspected') return
      deps.logger.error({ err: error }, 'the database is damaged; it is being looked through')
      // A repair under way is what the report is about.
      if (current.state !== 'repairing') change({ state: 'suspected' })
      isReported = true
      listener?.()
    },
    onDamage(next) {
      listener = next
      if (isReported) next()
    },
  }
}
