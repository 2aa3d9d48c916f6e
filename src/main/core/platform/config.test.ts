import { describe, expect, it } from 'vitest'
import { readCoreConfig } from './config.ts'

describe('the environment of the core', () => {
  it('has a default for everything, also where variables are empty', () => {
    for (const env of [{}, { DATABASE_URL: ' ', DB_POOL_MAX_CONN: '', MAILMANAGER_DEMO: '' }]) {
      expect(readCoreConfig(env)).toMatchObject({
        database: {
          url: null,
          autoMigrate: true,
          pool: { min: 0, max: 10, connectTimeoutSeconds: 10, applicationName: 'mailmanager' },
        },
        tokenStore: { mode: null, encryptionKey: null, encryptionKeyId: null },
        sessionLifetimeDays: 7,
        gmail: { quotaProfile: 'current', maxBatches: 5 },
        logLevel: 'info',
        startDemo: false,
        checkOutput: false,
      })
    }
  })

  it('is read without the spaces around it', () => {
    const config = readCoreConfig({
      DATABASE_URL: ' postgres://db ',
      DB_POOL_MAX_CONN: ' 20 ',
      DB_AUTO_MIGRATE: ' Off ',
      MAILMANAGER_TOKEN_STORE: 'database',
    })
    expect(config.database).toMatchObject({ url: 'postgres://db', autoMigrate: false })
    expect(config.database.pool.max).toBe(20)
    expect(config.tokenStore.mode).toBe('database')
  })

  it.each([
    ['DB_POOL_MAX_CONN', '0', 'DB_POOL_MAX_CONN must be a whole number from 1 to 500.'],
    ['DB_POOL_MIN_CONN', '1.5', 'DB_POOL_MIN_CONN must be a whole number from 0 to 100.'],
    ['MAILMANAGER_DEMO', 'maybe', 'MAILMANAGER_DEMO must be true or false.'],
    ['MAILMANAGER_GMAIL_QUOTA', 'x', 'MAILMANAGER_GMAIL_QUOTA must be one of: current, legacy.'],
  ])('%s=%s is refused in a sentence that names it', (name, value, message) => {
    expect(() => readCoreConfig({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'env_var_error', message }),
    )
  })

  it('yields to the command line, which also hides a log level that cannot be used', () => {
    const env = { MAILMANAGER_DATA_DIR: '/a', MAILMANAGER_LOG_LEVEL: 'loud' }
    expect(() => readCoreConfig(env)).toThrow('MAILMANAGER_LOG_LEVEL must be one of: trace')
    expect(readCoreConfig(env, { dataDir: '/b', logLevel: 'debug' })).toMatchObject({
      dataDir: '/b',
      logLevel: 'debug',
    })
  })
})
