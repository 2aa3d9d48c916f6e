import { OperationError } from '#shared/errors.ts'
import type { Core } from '../ports/core.ts'
import type { EventBus, Logger } from '../ports/services.ts'

/** Closes the core, runs `work` on the closed database, and opens the core again. */
export type WhileClosed = <T>(work: () => Promise<T>) => Promise<T>

/**
 * A core that can be closed and opened again while its host goes on: a recovery replaces the
 * database file. Whatever is called meanwhile is answered with `database_damaged`. A core whose
 * database turns out to be damaged at its start is replaced by the recovery state.
 */
export async function createRestartableCore(deps: {
  /** Opens the database; in a recovery state where it is too damaged. */
  open: (whileClosed: WhileClosed) => Promise<Core>
  openRecoveryState: (whileClosed: WhileClosed, reason: OperationError) => Core
  /** Whether the session was opened while there was no database to keep it. */
  isRecoverySession: (token: string) => boolean
  /** Ends what outlives a restart. */
  release: () => Promise<void>
  events: EventBus
  localUserId: string
  logger: Logger
}): Promise<Core> {
  let isRestarting = false

  async function whileClosed<T>(work: () => Promise<T>): Promise<T> {
    if (isRestarting) throw busy()
    isRestarting = true
    try {
      await closeCurrent()
      try {
        return await work()
      } finally {
        current = await deps.open(whileClosed)
        await startCurrent()
        deps.events.publish(deps.localUserId, { type: 'core.restarted' })
      }
    } finally {
      isRestarting = false
    }
  }

  async function closeCurrent(): Promise<void> {
    try {
      await current.close()
    } catch (error) {
      deps.logger.warn({ err: error }, 'a part of the core did not close cleanly')
    }
  }

  async function startCurrent(): Promise<void> {
    try {
      await current.start()
    } catch (error) {
      if (!isDamaged(error)) throw error
      await closeCurrent()
      current = deps.openRecoveryState(whileClosed, error)
    }
  }

  let current = await deps.open(whileClosed)
  return {
    events: deps.events,
    localUserId: deps.localUserId,
    async dispatch(name, input, caller, extras) {
      if (isRestarting) {
        const { code, message } = busy()
        return { ok: false, error: { code, message } }
      }
      return await current.dispatch(name, input, caller, extras)
    },
    sessions: {
      open: async () => await current.sessions.open(),
      userOf: async (token) =>
        deps.isRecoverySession(token) ? deps.localUserId : await current.sessions.userOf(token),
    },
    start: startCurrent,
    async close() {
      try {
        await current.close()
      } finally {
        await deps.release()
      }
    },
  }
}

/** Whether the database cannot be used because its file is damaged. */
export function isDamaged(error: unknown): error is OperationError {
  return error instanceof OperationError && error.code === 'database_damaged'
}

function busy(): OperationError {
  return new OperationError(
    'database_damaged',
    'MailManager is recovering its database. It answers again in a moment.',
  )
}
