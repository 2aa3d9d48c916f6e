import { randomBytes } from 'node:crypto'
import { operationNames } from '#shared/contract/index.ts'
import type { OperationError } from '#shared/errors.ts'
import { createDispatcher } from './dispatcher/dispatcher.ts'
import type { CoreConfig } from './platform/config.ts'
import type { Clock } from './ports/clock.ts'
import type { Core } from './ports/core.ts'
import type { Handlers } from './ports/handlers.ts'
import type { DatabaseHealth } from './ports/integrity.ts'
import type { EventBus, Logger } from './ports/services.ts'
import type { ReadRepositories } from './ports/store.ts'
import { recoveryService, type RecoveryDependencies } from './services/recovery.ts'
import { presentDatabase } from './services/database-status.ts'

const SESSION_MS = 24 * 3_600_000

/**
 * The core where the database is too damaged to be opened: it says so and offers the ways out. Every
 * other operation answers `database_damaged`. Sessions are in memory.
 */
export function createRecoveryCore(deps: {
  reason: OperationError
  config: Pick<CoreConfig, 'version' | 'checkOutput'>
  health: DatabaseHealth
  events: EventBus
  clock: Clock
  logger: Logger
  localUserId: string
  recovery: RecoveryDependencies
  /** Tokens with their end, in epoch milliseconds; they outlive a recovery, not the program. */
  sessions: Map<string, number>
}): Core {
  const { reason, health, clock, localUserId, sessions } = deps
  const refuse = () => Promise.reject(reason)
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- one function for every operation
  const refusing = Object.fromEntries(
    operationNames.map((name) => [name, refuse]),
  ) as unknown as Handlers
  const dispatch = createDispatcher(
    {
      ...refusing,
      ...recoveryService(deps.recovery),
      'health.get': () =>
        Promise.resolve({
          status: 'damaged',
          version: deps.config.version,
          database: 'sqlite',
          schemaVersion: null,
        }),
      'status.get': () =>
        Promise.resolve({
          online: false,
          accounts: [],
          backfills: [],
          database: presentDatabase(health.current()),
        }),
    },
    {
      read: refusingReads(reason),
      logger: deps.logger,
      adminUserId: localUserId,
      checkOutput: deps.config.checkOutput,
    },
  )
  health.change({ state: 'damaged', damagedParts: ['file'] })

  return {
    dispatch,
    events: deps.events,
    localUserId,
    sessions: {
      open() {
        const token = randomBytes(32).toString('base64url')
        const expiresAt = clock.now() + SESSION_MS
        sessions.set(token, expiresAt)
        return Promise.resolve({ token, expiresAt })
      },
      userOf: (token) =>
        Promise.resolve((sessions.get(token) ?? -Infinity) > clock.now() ? localUserId : null),
    },
    start: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}

/** Repositories whose every use throws: there is no database to read. */
function refusingReads(reason: OperationError): ReadRepositories {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- nothing of it is ever returned
  return new Proxy({} as ReadRepositories, {
    get() {
      throw reason
    },
  })
}
