import { BACKFILLS } from '#core/backfills/all-backfills.ts'
import { createBackfillEngine } from '#core/backfills/backfill-engine.ts'
import type { MailProvider } from '#core/ports/provider.ts'
import type { Store } from '#core/ports/store.ts'
import { silentLogger } from './database/test-store.ts'

/**
 * Runs the program's own backfills, with time that passes only by sleeping, until one more
 * transaction is committed. Resolves when the engine has stopped.
 */
export async function runOneChunk(
  store: Store,
  provider?: Pick<MailProvider, 'fetchHeaders'>,
): Promise<void> {
  let now = 0
  const chunkDone = Promise.withResolvers<undefined>()
  const engine = createBackfillEngine({
    store: {
      ...store,
      async transaction(work) {
        const result = await store.transaction(work)
        chunkDone.resolve(undefined)
        return result
      },
    },
    providers: {
      open: () =>
        provider === undefined
          ? Promise.reject(new Error('There is no provider'))
          : // Only what the backfills ask of a provider.
            Promise.resolve(provider as MailProvider),
      close: () => undefined,
    },
    events: { publish: () => undefined, subscribe: () => () => undefined },
    clock: {
      now: () => now,
      async sleep(ms, signal) {
        now += ms
        await new Promise((resolve) => setImmediate(resolve))
        signal?.throwIfAborted()
      },
    },
    logger: silentLogger,
    random: () => 0.5,
    backfills: BACKFILLS,
    isIdle: () => true,
  })
  engine.start()
  await chunkDone.promise
  await engine.stop()
}
