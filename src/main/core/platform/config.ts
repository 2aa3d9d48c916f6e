import { fieldOf } from '#shared/domain/is-record.ts'
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import envPaths from 'env-paths'
import { z } from 'zod'
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

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** A variable's text without spaces around it; null where it is unset or empty. */
const text = z
  .string()
  .optional()
  .transform((value) => {
    const trimmed = value?.trim()
    return trimmed === undefined || trimmed === '' ? null : trimmed
  })

/** Every variable the core reads. A message continues the sentence that begins with the name. */
const environmentSchema = z.object({
  MAILMANAGER_DATA_DIR: text,
  DATABASE_URL: text,
  DB_AUTO_MIGRATE: flag(true),
  DB_POOL_MIN_CONN: integer(0, 0, 100),
  DB_POOL_MAX_CONN: integer(10, 1, 500),
  DB_CONNECT_TIMEOUT_SECONDS: integer(10, 1, 600),
  DB_APPLICATION_NAME: text,
  MAILMANAGER_TOKEN_STORE: oneOf(['keychain', 'encrypted-file', 'database']),
  TOKEN_ENCRYPTION_KEY: text,
  TOKEN_ENCRYPTION_KEY_ID: text,
  MIA_GMAIL_CREDENTIALS_PATH: text,
  MIA_OUTLOOK_CREDENTIALS_PATH: text,
  AUTH_SESSION_LIFETIME_DAYS: integer(7, 1, 3650),
  MAILMANAGER_GMAIL_QUOTA: oneOf(['current', 'legacy']),
  GMAIL_BATCH_MAX_WORKERS: integer(5, 1, 20),
  MAILMANAGER_LOG_LEVEL: oneOf(LOG_LEVELS),
  MAILMANAGER_DEMO: flag(false),
  MAILMANAGER_CHECK_OUTPUT: flag(false),
})

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
  const given = parseEnvironment(env, overrides.logLevel !== undefined)
  const root = programRoot()
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const dataDir =
    overrides.dataDir ?? given.MAILMANAGER_DATA_DIR ?? envPaths('MailManager', { suffix: '' }).data
  return {
    version: String(fieldOf(manifest, 'version')),
    dataDir: resolve(dataDir),
    database: {
      url: given.DATABASE_URL,
      autoMigrate: given.DB_AUTO_MIGRATE,
      pool: {
        min: given.DB_POOL_MIN_CONN,
        max: given.DB_POOL_MAX_CONN,
        connectTimeoutSeconds: given.DB_CONNECT_TIMEOUT_SECONDS,
        applicationName: given.DB_APPLICATION_NAME ?? 'mailmanager',
      },
    },
    migrationsFolder: join(root, 'drizzle'),
    workersFolder: join(root, 'out/main'),
    tokenStore: {
      mode: given.MAILMANAGER_TOKEN_STORE,
      encryptionKey: given.TOKEN_ENCRYPTION_KEY,
      encryptionKeyId: given.TOKEN_ENCRYPTION_KEY_ID,
    },
    credentialPaths: {
      gmail: given.MIA_GMAIL_CREDENTIALS_PATH,
      outlook: given.MIA_OUTLOOK_CREDENTIALS_PATH,
    },
    sessionLifetimeDays: given.AUTH_SESSION_LIFETIME_DAYS,
    gmail: {
      quotaProfile: given.MAILMANAGER_GMAIL_QUOTA ?? 'current',
      maxBatches: given.GMAIL_BATCH_MAX_WORKERS,
    },
    logLevel: overrides.logLevel ?? given.MAILMANAGER_LOG_LEVEL ?? 'info',
    startDemo: given.MAILMANAGER_DEMO,
    checkOutput: given.MAILMANAGER_CHECK_OUTPUT,
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

/** @param ignoreLogLevel the command line gave one, so the variable is not looked at */
function parseEnvironment(
  env: NodeJS.ProcessEnv,
  ignoreLogLevel: boolean,
): z.infer<typeof environmentSchema> {
  const parsed = environmentSchema.safeParse(
    Object.fromEntries(
      Object.keys(environmentSchema.shape).map((name) => [
        name,
        ignoreLogLevel && name === 'MAILMANAGER_LOG_LEVEL' ? undefined : env[name],
      ]),
    ),
  )
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new OperationError(
    'env_var_error',
    `${issue?.path.join('.') ?? 'The environment'} ${issue?.message ?? 'cannot be used'}.`,
  )
}

function oneOf<const T extends string>(allowed: readonly T[]) {
  return text.transform((value, context) => {
    if (value === null) return null
    const found = allowed.find((entry) => entry === value)
    if (found !== undefined) return found
    return refuse(context, `must be one of: ${allowed.join(', ')}`)
  })
}

function integer(fallback: number, least: number, most: number) {
  return text.transform((value, context) => {
    if (value === null) return fallback
    const number = Number(value)
    if (Number.isInteger(number) && number >= least && number <= most) return number
    return refuse(context, `must be a whole number from ${least} to ${most}`)
  })
}

function flag(fallback: boolean) {
  return text.transform((value, context) => {
    if (value === null) return fallback
    if (['1', 'true', 'yes', 'on'].includes(value.toLowerCase())) return true
    if (['0', 'false', 'no', 'off'].includes(value.toLowerCase())) return false
    return refuse(context, 'must be true or false')
  })
}

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message })
  return z.NEVER
}
