import { createEventBus } from '#core/platform/event-bus.ts'
import { systemClock } from '#core/platform/system-clock.ts'
import { openStore } from '#core/database/open-store.ts'
import { createLeases } from '#core/leases/leases.ts'
import type { MailProvider } from '#core/ports/provider.ts'
import type { Logger } from '#core/ports/services.ts'
import { createGmailProvider } from '#core/providers/gmail/index.ts'
import { createOutlookProvider } from '#core/providers/outlook/index.ts'
import { createSyncEngine } from '#core/sync/sync-engine.ts'
import { googleEndpointsOf } from './insert-account.ts'
import { createGoogleTokenSource, type IssuedTokens } from './simulated-token-source.ts'

/**
 * The sync engine in a process of its own, to be killed: `node sync-process-main.ts '<json>'`. Writes the
 * phase and count of every progress event as a line, and `polled` once the account is complete and a
 * poll that began after that has ended.
 */
export interface SyncChildOptions {
  file: string
  databaseUrl: string | null
  migrationsFolder: string
  /** Where the simulator answers. */
  url: string
  account: { provider: 'gmail'; tokens: IssuedTokens } | { provider: 'outlook'; token: string }
}

const quiet = (): void => undefined
const logger: Logger = { debug: quiet, info: quiet, warn: quiet, error: quiet }

function providerOf({ url, account }: SyncChildOptions): MailProvider {
  const shared = { clock: systemClock, logger }
  if (account.provider === 'gmail') {
    return createGmailProvider({
      ...shared,
      tokens: createGoogleTokenSource(account.tokens),
      endpoints: googleEndpointsOf({ googleApiUrl: url, googleOauthUrl: url }),
      quotaProfile: 'legacy',
      quotaScale: 1_000,
    })
  }
  return createOutlookProvider({
    ...shared,
    tokens: { getAccessToken: () => Promise.resolve(account.token), invalidate: quiet },
    endpoints: { graphUrl: url, loginUrl: url },
  })
}

async function main(): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '') as SyncChildOptions
  const store = await openStore({ ...options, clock: systemClock, logger })
  const provider = providerOf(options)
  const events = createEventBus(logger)
  let isPolling = false
  events.subscribe((_userId, event) => {
    if (event.type !== 'sync.progress') return
    process.stdout.write(`${event.phase} ${event.synced}\n`)
    if (event.phase !== 'complete' || isPolling) return
    isPolling = true
    void engine.syncNow(event.accountId).then(() => {
      isPolling = engine.progressOf(event.accountId).phase === 'complete'
      if (isPolling) process.stdout.write('polled\n')
    })
  })
  const engine = createSyncEngine({
    store,
    providers: { open: () => Promise.resolve(provider), close: quiet },
    events,
    clock: systemClock,
    logger,
    leases: createLeases({
      store,
      clock: systemClock,
      logger,
      holder: 'the one host',
      isShared: false,
    }),
  })
  await engine.start()
}

await main()
