import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { parseArgs } from 'node:util'
import { OperationError } from '#shared/errors.ts'

/** What the headless host itself needs to know; the core reads its own environment. */
export interface HttpHostSettings {
  host: string
  port: number
  token: string
  /** True where nobody chose the token: only then may it be shown. */
  tokenIsGenerated: boolean
  /** Undefined: the environment's, or the platform's data folder. */
  dataDir: string | undefined
  allowedOrigins: string[]
  cookieSecure: boolean
  onlyLoopback: boolean
}

const DEFAULT_PORT = 4580

/**
 * Reads the command line and, where it is silent, the environment.
 * Throws `env_var_error` with one plain sentence for anything that cannot be used.
 */
export function readHttpHostSettings(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): HttpHostSettings {
  const given = argumentsOf(argv)
  const token = given.token ?? present(env['MAILMANAGER_TOKEN'])
  const host = given.host ?? '127.0.0.1'
  const port = given.port ?? present(env['MAILMANAGER_PORT'])
  return {
    host,
    port: port === undefined ? DEFAULT_PORT : portOf(port),
    token: token ?? randomBytes(32).toString('base64url'),
    tokenIsGenerated: token === undefined,
    dataDir: given['data-dir'],
    allowedOrigins: originsOf(env['CORS_ALLOWED_ORIGINS']),
    cookieSecure: flagOf('AUTH_COOKIE_SECURE', env['AUTH_COOKIE_SECURE']),
    onlyLoopback: isLoopback(host),
  }
}

/** True for names and addresses that reach this machine only. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/gu, '').toLowerCase()
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))
}

type Arguments = Partial<Record<'port' | 'data-dir' | 'token' | 'host', string>>

function argumentsOf(argv: readonly string[]): Arguments {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { port: text, 'data-dir': text, token: text, host: text },
      allowPositionals: false,
    })
    const empty = Object.entries(values).find(([, value]) => value.trim() === '')
    if (empty) throw new Error(`--${empty[0]} needs a value`)
    return values
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw new OperationError(
      'env_var_error',
      `${reason}. Known options: --port --data-dir --token --host`,
    )
  }
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d+$/u.test(text) && port <= 65_535) return port
  throw new OperationError('env_var_error', `The port must be from 0 to 65535, not "${text}"`)
}

function originsOf(text: string | undefined): string[] {
  const entries = (text ?? '').split(',').map((entry) => entry.trim())
  return entries
    .filter((entry) => entry !== '')
    .map((entry) => {
      const url = URL.parse(entry)
      const isOrigin = url?.protocol === 'http:' || url?.protocol === 'https:'
      if (url && isOrigin && url.pathname === '/' && url.search === '') return url.origin
      throw new OperationError(
        'env_var_error',
        `CORS_ALLOWED_ORIGINS must list origins such as https://mail.example.com, not "${entry}"`,
      )
    })
}

function flagOf(name: string, text: string | undefined): boolean {
  const value = (text ?? '').trim().toLowerCase()
  if (['', '0', 'false', 'no', 'off'].includes(value)) return false
  if (['1', 'true', 'yes', 'on'].includes(value)) return true
  throw new OperationError('env_var_error', `${name} must be true or false, not "${value}"`)
}

function present(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim()
}
