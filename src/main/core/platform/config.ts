import { fieldOf } from '#shared/domain/is-record.ts'
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import envPaths from 'env-paths'
import { OperationError } from '#shared/errors.ts'

export interface CoreConfig {
  version: string
  dataDir: string
  database: {
    /** Null: embedded SQLite in the data folder. */
    url: string | null
    autoMigrate: boolean
    pool: {
      min: number
      max: number
      connectTimeoutSeconds: number
      applicationName: string
    }
  }
  /** Folder that holds the generated migrations of both dialects. */
  migrationsFolder: string
  /** Folder that holds the built worker entries. */
  workersFolder: string
  tokenStore: {
    mode: 'keychain' | 'encrypted-file' | 'database' | null
    encryptionKey: string | null
    encryptionKeyId: string | null
  }
  credentialPaths: { gmail: string | null; outlook: string | null }
  sessionLifetimeDays: number
  gmail: {
    quotaProfile: 'current' | 'legacy'
    /** Batch requests in flight at once. */
    maxBatches: number
  }
  logLevel: string
  /** Create the demo mailbox at start, where there is none (`npm run demo`). */
  startDemo: boolean
  /** Parse answers against the contract: for tests and development. */
  checkOutput: boolean
  /** For the provider overrides, which are read where endpoints are (auth/provider-endpoints.ts). */
  env: NodeJS.ProcessEnv
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/**
 * Reads the environment (docs/configuration.md lists every variable).
 *
 * @param overrides what the command line said; it wins
 * @throws OperationError env_var_error naming the variable that cannot be used
 */
export function readCoreConfig(
  env: NodeJS.ProcessEnv,
  overrides: { dataDir?: string; logLevel?: string } = {},
): CoreConfig {
  const root = programRoot()
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const dataDir =
    overrides.dataDir ??
    text(env, 'MAILMANAGER_DATA_DIR') ??
    envPaths('MailManager', { suffix: '' }).data
  return {
    version: String(fieldOf(manifest, 'version')),
    dataDir: resolve(dataDir),
    database: {
      url: text(env, 'DATABASE_URL'),
      autoMigrate: flag(env, 'DB_AUTO_MIGRATE', true),
      pool: {
        min: integer(env, 'DB_POOL_MIN_CONN', 0, 0, 100),
        max: integer(env, 'DB_POOL_MAX_CONN', 10, 1, 500),
        connectTimeoutSeconds: integer(env, 'DB_CONNECT_TIMEOUT_SECONDS', 10, 1, 600),
        applicationName: text(env, 'DB_APPLICATION_NAME') ?? 'mailmanager',
      },
    },
    migrationsFolder: join(root, 'drizzle'),
    workersFolder: join(root, 'out/main'),
    tokenStore: {
      mode: oneOf(env, 'MAILMANAGER_TOKEN_STORE', ['keychain', 'encrypted-file', 'database']),
      encryptionKey: text(env, 'TOKEN_ENCRYPTION_KEY'),
      encryptionKeyId: text(env, 'TOKEN_ENCRYPTION_KEY_ID'),
    },
    credentialPaths: {
      gmail: text(env, 'MIA_GMAIL_CREDENTIALS_PATH'),
      outlook: text(env, 'MIA_OUTLOOK_CREDENTIALS_PATH'),
    },
    sessionLifetimeDays: integer(env, 'AUTH_SESSION_LIFETIME_DAYS', 7, 1, 3650),
    gmail: {
      quotaProfile: oneOf(env, 'MAILMANAGER_GMAIL_QUOTA', ['current', 'legacy']) ?? 'current',
      maxBatches: integer(env, 'GMAIL_BATCH_MAX_WORKERS', 5, 1, 20),
    },
    logLevel: overrides.logLevel ?? oneOf(env, 'MAILMANAGER_LOG_LEVEL', LOG_LEVELS) ?? 'info',
    startDemo: flag(env, 'MAILMANAGER_DEMO', false),
    checkOutput: flag(env, 'MAILMANAGER_CHECK_OUTPUT', false),
    env,
  }
}

/** The nearest folder above this file with our package.json: the checkout, or the installed app. */
function programRoot(): string {
  let folder = import.meta.dirname
  for (;;) {
    try {
      const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      if (fieldOf(manifest, 'name') === 'mailmanager') return folder
    } catch (error) {
      if (fieldOf(error, 'code') !== 'ENOENT') throw error
    }
    const parent = dirname(folder)
    if (parent === folder) throw new Error('package.json of MailManager was not found')
    folder = parent
  }
}

function text(env: NodeJS.ProcessEnv, name: string): string | null {
  const value = env[name]?.trim()
  return value === undefined || value === '' ? null : value
}

function oneOf<const T extends string>(
  env: NodeJS.ProcessEnv,
  name: string,
  allowed: readonly T[],
): T | null {
  const value = text(env, name)
  if (value === null) return null
  const found = allowed.find((entry) => entry === value)
  if (found !== undefined) return found
  throw new OperationError('env_var_error', `${name} must be one of: ${allowed.join(', ')}.`)
}

function integer(
  env: NodeJS.ProcessEnv,
  name: string,
  fallback: number,
  least: number,
  most: number,
): number {
  const value = text(env, name)
  if (value === null) return fallback
  const number = Number(value)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new OperationError(
    'env_var_error',
    `${name} must be a whole number from ${least} to ${most}.`,
  )
}

function flag(env: NodeJS.ProcessEnv, name: string, fallback: boolean): boolean {
  const value = text(env, name)?.toLowerCase()
  if (value === undefined) return fallback
  if (['1', 'true', 'yes', 'on'].includes(value)) return true
  if (['0', 'false', 'no', 'off'].includes(value)) return false
  throw new OperationError('env_var_error', `${name} must be true or false.`)
}
