import { pino, destination, type DestinationStream } from 'pino'
import type { Logger } from '../ports/services.ts'

/** Field names whose values never reach a log, at any depth the redaction can name. */
const SECRET_FIELDS = [
  'token',
  'accessToken',
  'refreshToken',
  'access_token',
  'refresh_token',
  'id_token',
  'authorization',
  'Authorization',
  'cookie',
  'codeVerifier',
  'clientSecret',
  'client_secret',
  'password',
  'passphrase',
  'databaseUrl',
]

/**
 * Where an OAuth authorization code can stand. `code` alone is not hidden: errors name their cause
 * there (ENOSPC, SQLITE_BUSY, ECONNRESET).
 */
const AUTHORIZATION_CODE_PATHS = ['query.code', '*.query.code', 'body.code', '*.body.code']

/** Text that looks like a credential, wherever it turns up: Google tokens, JWTs, URL passwords. */
const SECRET_TEXT = [
  /ya29\.[\w.-]+/gu,
  /1\/\/[\w-]{10,}/gu,
  /4\/[01][\w-]{15,}/gu,
  /GOCSPX-[\w-]+/gu,
  /eyJ[\w-]+\.[\w-]+\.[\w-]*/gu,
  /(Bearer\s+)[\w.~+/-]+=*/giu,
  /((?:postgres(?:ql)?|https?):\/\/[^:/\s@]+:)[^@\s]+(?=@)/giu,
  /((?:access_token|refresh_token|client_secret|code|code_verifier|token)=)[^&\s"]+/giu,
]

/** Replaces what looks like a credential. */
export function redactSecrets(text: string): string {
  return SECRET_TEXT.reduce(
    (clean, pattern) =>
      clean.replace(pattern, (_match: string, kept: unknown) =>
        typeof kept === 'string' ? `${kept}[hidden]` : '[hidden]',
      ),
    text,
  )
}

/**
 * JSON lines to standard error (standard output belongs to the host's own announcements).
 * Secrets are kept out twice: by field name, and by what they look like.
 */
export function createLogger(level: string, stream?: DestinationStream): Logger {
  const target = stream ?? destination({ dest: 2, sync: false })
  const filtered: DestinationStream = { write: (line) => target.write(redactSecrets(line)) }
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: [
          ...SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
          ...AUTHORIZATION_CODE_PATHS,
        ],
        censor: '[hidden]',
      },
    },
    filtered,
  )
}
