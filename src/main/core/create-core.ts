import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { OperationError } from '#shared/errors.ts'
import { createClientCredentials } from './auth/client-credentials.ts'
import {
  checkProviderOverrides,
  googleEndpoints,
  microsoftEndpoints,
} from './auth/provider-endpoints.ts'
import { createLoginSessions } from './auth/login-sessions.ts'
import { createTokenVault } from './auth/token-vault/create-token-vault.ts'
import { createBackfillEngine } from './backfills/backfill-engine.ts'
import { BACKFILLS } from './backfills/all-backfills.ts'
import { rebuildSearchIndex } from './backfills/search-index.ts'
import { createDemoVault } from './bootstrap/create-demo-vault.ts'
import { lockDataFolder } from './bootstrap/lock-data-folder.ts'
import { ensureLocalProfile, LOCAL_USER_ID } from './bootstrap/local-profile.ts'
import { createRestartableCore, isDamaged, type WhileClosed } from './bootstrap/restartable-core.ts'
import { createRecoveryCore } from './create-recovery-core.ts'
import { createProviderDirectory } from './bootstrap/provider-directory.ts'
import { createClosedDatabase } from './database/sqlite/integrity/closed-database.ts'
import { openStore } from './database/open-store.ts'
import { createDemoSimulator } from './demo/demo-simulator.ts'
import { createDispatcher } from './dispatcher/dispatcher.ts'
import { createFileCleanup } from './files/file-cleanup.ts'
import { createLeases } from './leases/leases.ts'
import { createBackupSchedule } from './integrity/backup-schedule.ts'
import { openCheckRecord } from './integrity/check-record.ts'
import { createDatabaseHealth } from './integrity/database-health.ts'
import { createIntegrityEngine } from './integrity/integrity-engine.ts'
import { createHtmlSanitiser } from './mime/html/html-sanitiser.ts'
import { mimeRenderer } from './mime/write/mime-renderer.ts'
import { createOutboxWorker } from './outbox/outbox-worker.ts'
import type { CoreConfig } from './platform/config.ts'
import { createEventBus } from './platform/event-bus.ts'
import { createFileStore } from './platform/file-store.ts'
import { readHostId } from './platform/host-id.ts'
import { createSharedFileStore } from './platform/shared-file-store.ts'
import { randomIds } from './platform/random-ids.ts'
import { createLogger } from './platform/logger.ts'
import { systemClock } from './platform/system-clock.ts'
import type { AccountRow } from './ports/accounts.ts'
import type { Clock } from './ports/clock.ts'
import type { Core } from './ports/core.ts'
import type { ClosedDatabase, DatabaseHealth } from './ports/integrity.ts'
import type { BrowserOpener, EventBus, Logger } from './ports/services.ts'
import type { Store } from './ports/store.ts'
import { accountService } from './services/accounts/account-service.ts'
import { createConnectFlow } from './services/accounts/connect-flow.ts'
import { credentialHandlers } from './services/accounts/client-credentials.ts'
import { authService } from './services/auth.ts'
import { demoService } from './services/demo.ts'
import type { ServiceDependencies } from './services/dependencies.ts'
import { labelService } from './services/labels.ts'
import { changeService } from './services/changes.ts'
import { draftService } from './services/drafts.ts'
import { emailService } from './services/emails/email-service.ts'
import { healthService } from './services/health.ts'
import { mailboxService } from './services/mailboxes.ts'
import { outboxService } from './services/outbox.ts'
import { recoveryService } from './services/recovery.ts'
import { settingsService } from './services/settings.ts'
import { statusService } from './services/status.ts'
import { createIdentityRefresh } from './sync/identity-refresh.ts'
import { createSyncEngine } from './sync/sync-engine.ts'

/**
 * Builds the whole core from its parts: the only place that constructs concrete things.
 *
 * @param options.browser opens sign-in pages; the desktop has one, a server has none
 * @throws OperationError naming what stands in the way (folder, database, environment)
 */
export async function createCore(
  config: CoreConfig,
  options: { browser?: BrowserOpener; logger?: Logger } = {},
): Promise<Core> {
  const logger = options.logger ?? createLogger(config.logLevel)
  checkProviderOverrides(config.env)
  const lock = await lockDataFolder(config.dataDir)
  const events = createEventBus(logger)
  const lasting = { config, browser: options.browser, logger, events, clock: systemClock }
  const recoverySessions = new Map<string, number>()
  const recoveryState = (whileClosed: WhileClosed, reason: OperationError): Core => {
    const health = createDatabaseHealth({ events, logger, userId: LOCAL_USER_ID })
    const recovery = { database: closedDatabase(lasting), health, whileClosed }
    return createRecoveryCore({
      ...lasting,
      reason,
      health,
      localUserId: LOCAL_USER_ID,
      recovery,
      sessions: recoverySessions,
    })
  }
  try {
    return await createRestartableCore({
      open: async (whileClosed) =>
        await openCore(lasting, whileClosed).catch((error: unknown) => {
          if (!isDamaged(error)) throw error
          logger.error({ err: error }, 'the database is damaged; only a recovery is offered')
          return recoveryState(whileClosed, error)
        }),
      openRecoveryState: recoveryState,
      isRecoverySession: (token) =>
        (recoverySessions.get(token) ?? -Infinity) > lasting.clock.now(),
      release: async () => await lock.release(),
      events,
      localUserId: LOCAL_USER_ID,
      logger,
    })
  } catch (error) {
    await lock.release()
    throw error
  }
}

const databaseFile = ({ dataDir }: CoreConfig): string => join(dataDir, 'mail.db')
const checkRecordFile = ({ dataDir }: CoreConfig): string => join(dataDir, 'database-check.json')
const backupsFolder = ({ dataDir }: CoreConfig): string => join(dataDir, 'backups')

/** The database's file for recoveries; null where the database is a server. */
function closedDatabase({ config, clock, logger }: Lasting): ClosedDatabase | null {
  if (config.database.url !== null) return null
  return createClosedDatabase({
    file: databaseFile(config),
    backupsFolder: backupsFolder(config),
    checkRecordFile: checkRecordFile(config),
    migrationsFolder: join(config.migrationsFolder, 'sqlite'),
    clock,
    logger,
  })
}

/** What outlives a restart of the core. */
interface Lasting {
  config: CoreConfig
  browser: BrowserOpener | undefined
  logger: Logger
  events: EventBus
  clock: Clock
}

/** Opens the database and builds everything that works with it. */
async function openCore(lasting: Lasting, whileClosed: WhileClosed): Promise<Core> {
  const { config, logger, events, clock } = lasting
  const health = createDatabaseHealth({ events, logger, userId: LOCAL_USER_ID })
  const store = await openStore({
    databaseUrl: config.database.url,
    file: databaseFile(config),
    backupsFolder: backupsFolder(config),
    clock,
    logger,
    pool: config.database.pool,
    autoMigrate: config.database.autoMigrate,
    migrationsFolder: config.migrationsFolder,
    onDamage: (error) => health.reportDamage(error),
    maintenanceWorkerUrl: workerUrl(
      config.workersFolder,
      'maintenance-worker',
      'database/sqlite/integrity',
    ),
  })
  try {
    return await buildCore(lasting, store, health, whileClosed)
  } catch (error) {
    await store.close()
    throw error
  }
}

async function buildCore(
  lasting: Lasting,
  store: Store,
  health: DatabaseHealth,
  whileClosed: WhileClosed,
): Promise<Core> {
  const { config, logger, events, clock } = lasting
  const ids = randomIds
  const endpoints = googleEndpoints(config.env)
  const atMicrosoft = microsoftEndpoints(config.env)
  const localUserId = await ensureLocalProfile(store, clock)
  const vault = await createTokenVault({
    mode: config.tokenStore.mode,
    encryptionKey: config.tokenStore.encryptionKey,
    keyId: config.tokenStore.encryptionKeyId,
    dataDir: config.dataDir,
    store,
    logger,
    // Tokens of a provider on this very computer protect nothing.
    consentToKeyFile: [endpoints.tokenUrl, atMicrosoft.loginUrl].some((url) =>
      url.startsWith('http://'),
    ),
  })
  const credentials = createClientCredentials({
    environment: {
      gmailPath: config.credentialPaths.gmail,
      outlookPath: config.credentialPaths.outlook,
    },
    vault,
  })
  const demo = createDemoSimulator({
    workersFolder: config.workersFolder,
    stateFile: join(config.dataDir, 'demo', 'provider.json'),
    logger,
  })
  const demoVault = createDemoVault({ dataDir: config.dataDir, store, logger })
  // A provider's libraries are loaded by the first account that needs them, not at every start.
  const google = once(async () => {
    const { createGoogleServices } = await import('./bootstrap/create-google-services.ts')
    return createGoogleServices({
      store,
      clock,
      logger,
      vault,
      credentials,
      endpoints,
      random: Math.random,
      demo,
      demoVault,
      gmail: config.gmail,
      onGrantLost: (account) => sync.wakeAccount(account.id),
    })
  })
  const microsoft = once(async () => {
    const { createMicrosoftServices } = await import('./bootstrap/create-microsoft-services.ts')
    return createMicrosoftServices({
      clock,
      logger,
      vault,
      credentials,
      endpoints: atMicrosoft,
      random: Math.random,
      demo,
      demoVault,
      onGrantLost: (account) => sync.wakeAccount(account.id),
    })
  })
  const providerOf = (account: AccountRow) =>
    account.provider === 'gmail' ? google() : microsoft()
  const providers = createProviderDirectory(async (account) =>
    (await providerOf(account)).open(account),
  )
  // The file lies in the data folder, which is locked for this process; Postgres may be shared.
  const isShared = config.database.url !== null
  const leases = createLeases({
    store,
    clock,
    logger,
    isShared,
    holder: isShared ? readHostId(config.dataDir) : 'the data folder',
  })
  const sync = createSyncEngine({ store, providers, events, clock, logger, leases })
  const filesHere = createFileStore(join(config.dataDir, 'files'), clock)
  // Hosts that share a Postgres send for each other; a SQLite file has one host.
  const files =
    store.dialect === 'postgres' ? createSharedFileStore(filesHere, store, clock) : filesHere
  const identities = createIdentityRefresh({ store, providers, events, clock, logger })
  const outbox = createOutboxWorker({
    store,
    files,
    mime: mimeRenderer,
    providers,
    events,
    clock,
    logger,
    random: Math.random,
    leases,
    onSent: (accountId) => {
      sync.syncNow(accountId).catch((error: unknown) => {
        logger.warn({ err: error, accountId }, 'the sent copy will show at the next sync')
      })
    },
  })
  const backfills = createBackfillEngine({
    store,
    providers,
    events,
    clock,
    logger,
    random: Math.random,
    backfills: BACKFILLS,
    isIdle: (accountId) => sync.isOnline() && sync.progressOf(accountId).phase === 'complete',
  })
  const fileCleanup = createFileCleanup({ store, files, clock, logger })
  const htmlReader = createHtmlSanitiser({
    workerUrl: workerUrl(config.workersFolder, 'sanitise-worker', 'mime/html'),
  })
  const deps: ServiceDependencies = {
    store,
    clock,
    ids,
    events,
    logger,
    sync,
    identities,
    outbox,
    providers,
    signIn: {
      begin: async (account) => (await providerOf(account)).signIn.begin(account),
      revoke: async (account) => (await providerOf(account)).signIn.revoke(account),
    },
    files,
    htmlReader,
  }
  const sessions = createLoginSessions({
    store,
    clock,
    lifetimeDays: config.sessionLifetimeDays,
    localUserId,
  })
  const connect = createConnectFlow(deps, lasting.browser)
  const dispatch = createDispatcher(
    {
      ...healthService(store, config.version, health),
      ...authService(store, sessions),
      ...mailboxService(deps),
      ...accountService(deps, connect, credentialHandlers(credentials, events)),
      ...emailService(deps),
      ...draftService(deps),
      ...labelService(deps),
      ...changeService(deps),
      ...outboxService(deps),
      ...settingsService(store, events, vault),
      ...statusService(deps, health),
      ...recoveryService({ database: closedDatabase(lasting), health, whileClosed }),
      ...demoService(deps, connect, async () => (await demo.get()).accounts),
    },
    { read: store.read, logger, adminUserId: localUserId, checkOutput: config.checkOutput },
  )

  const { maintenance } = store
  const record = maintenance === null ? null : openCheckRecord(checkRecordFile(config))
  const integrity =
    maintenance === null || record === null
      ? null
      : createIntegrityEngine({
          maintenance,
          health,
          record,
          clock,
          logger,
          rebuildSearchIndex: async () => await rebuildSearchIndex(store, backfills),
        })
  const backups =
    maintenance === null ? null : createBackupSchedule({ maintenance, health, clock, logger })
  const damagedParts = record?.damagedParts() ?? []
  health.change({
    ...(damagedParts.length > 0 ? { state: 'damaged', damagedParts } : {}),
    lastCheckedAt: record?.lastCheckedAt() ?? null,
    lastBackupAt: maintenance?.listBackups()[0]?.madeAt ?? null,
  })

  return {
    dispatch,
    events,
    localUserId,
    sessions,
    async start() {
      await connect.recover()
      outbox.start()
      await sync.start()
      identities.start()
      backfills.start()
      fileCleanup.start()
      integrity?.start()
      backups?.start()
      if (config.startDemo)
        await dispatch('demo.start', {}, { userId: localUserId, sessionToken: null })
    },
    async close() {
      await Promise.all([
        sync.stop(),
        identities.stop(),
        outbox.stop(),
        backfills.stop(),
        fileCleanup.stop(),
        integrity?.stop(),
        backups?.stop(),
      ])
      await htmlReader.close()
      await demo.stop()
      await store.close()
      record?.closed()
    },
  }
}

/** Runs `make` at the first call and answers the same to every later one. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => (made ??= make())
}

/** The bundled worker, or its source where the program runs unbundled. */
function workerUrl(workersFolder: string, name: string, sourceFolder: string): URL {
  const built = join(workersFolder, `${name}.js`)
  return pathToFileURL(
    existsSync(built) ? built : join(import.meta.dirname, sourceFolder, `${name}.ts`),
  )
}
