import { openStore } from '#core/database/open-store.ts'
import { createGmailProvider } from '#core/providers/gmail/index.ts'
import { createFastClock } from '../clocks/fast-clock.ts'
import { silentLogger } from '../database/silent-logger.ts'
import { googleEndpointsOf } from '../sync/insert-account.ts'
import { createGoogleTokenSource, type IssuedTokens } from '../sync/simulated-token-source.ts'
import { createHost } from './create-host.ts'

/** A host in a process of its own, to be killed: `node host-process-main.ts '<json>'`. */
export interface HostProcessOptions {
  databaseUrl: string
  migrationsFolder: string
  holder: string
  clock: { scale: number; began: number }
  /** Where the simulator answers. */
  url: string
  tokens: Record<string, IssuedTokens>
}

async function main(): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '') as HostProcessOptions
  const clock = createFastClock(options.clock.scale, options.clock.began)
  const store = await openStore({
    databaseUrl: options.databaseUrl,
    file: '',
    migrationsFolder: options.migrationsFolder,
    clock,
    logger: silentLogger,
  })
  const providers = new Map(
    Object.entries(options.tokens).map(([accountId, issued]) => [
      accountId,
      createGmailProvider({
        clock,
        logger: silentLogger,
        tokens: createGoogleTokenSource(issued),
        endpoints: googleEndpointsOf({ googleApiUrl: options.url, googleOauthUrl: options.url }),
        quotaProfile: 'legacy',
        quotaScale: 1_000,
      }),
    ]),
  )
  const host = createHost({
    store,
    clock,
    holder: options.holder,
    openProvider(accountId) {
      const provider = providers.get(accountId)
      if (provider === undefined) throw new Error(`There is no account ${accountId}`)
      return provider
    },
  })
  await host.start()
  process.stdout.write('started\n')
}

await main()
