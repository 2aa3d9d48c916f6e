import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLeases } from '#core/leases/leases.ts'
import { mimeRenderer } from '#core/mime/write/mime-renderer.ts'
import { createOutboxWorker, type OutboxWorker } from '#core/outbox/outbox-worker.ts'
import { createEventBus } from '#core/platform/event-bus.ts'
import { createFileStore } from '#core/platform/file-store.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { MailProvider } from '#core/ports/provider.ts'
import type { Store } from '#core/ports/store.ts'
import { createSyncEngine, type SyncEngine } from '#core/sync/sync-engine.ts'
import { silentLogger } from '../database/silent-logger.ts'

/** The engines of one host among several that share a database. */
export interface Host {
  engine: SyncEngine
  outbox: OutboxWorker
  start(): Promise<void>
  stop(): Promise<void>
}

export function createHost(options: {
  store: Store
  clock: Clock
  /** Tells the hosts apart. */
  holder: string
  openProvider: (accountId: string) => MailProvider
}): Host {
  const { store, clock, holder } = options
  const logger = silentLogger
  const leases = createLeases({ store, clock, logger, holder, isShared: true })
  const events = createEventBus(logger)
  const providers = {
    open: ({ id }: { id: string }) => Promise.resolve(options.openProvider(id)),
    close: () => undefined,
  }
  const shared = { store, clock, logger, leases, events, providers, random: () => 0.5 }
  const engine = createSyncEngine({ ...shared, pollIntervalMs: 20_000 })
  const outbox = createOutboxWorker({
    ...shared,
    files: createFileStore(join(tmpdir(), 'mailmanager-no-files'), clock),
    mime: mimeRenderer,
    onSent: (accountId) => engine.wakeAccount(accountId),
  })
  return {
    engine,
    outbox,
    async start() {
      outbox.start()
      await engine.start()
    },
    async stop() {
      await Promise.all([engine.stop(), outbox.stop()])
    },
  }
}
