import pg from 'pg'
import { OperationError } from '#shared/errors.ts'
import { findDriverError, queryError, type TranslateError } from '../driver-errors.ts'

type PostgresError = Error & { code?: string }

// The driver reports lost connections as plain errors that differ only in their text.
const LOST_CONNECTION =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|The server does not support SSL|Cannot use a pool after)/u
const NETWORK_CODES = /^(E[A-Z]+|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN)$/u
// Class 08 is a connection error; 57P01 to 57P03 a server that stops or starts.
const SERVER_GONE = /^(08...|57P0[123]|53300)$/u

const isPostgresError = (error: unknown): error is PostgresError =>
  error instanceof pg.DatabaseError ||
  (error instanceof Error && (isNetworkCode(error) || LOST_CONNECTION.test(error.message)))

const isNetworkCode = (error: PostgresError) =>
  typeof error.code === 'string' && NETWORK_CODES.test(error.code)

/**
 * `host:port/database` of a connection URL: the part that may be shown or logged.
 * Throws `database_connection_error` where the text is not such a URL.
 */
export function databaseName(databaseUrl: string): string {
  const url = URL.parse(databaseUrl)
  if (url === null || !/^postgres(ql)?:$/u.test(url.protocol)) {
    // The parser's own error would carry the password along.
    throw new OperationError(
      'database_connection_error',
      'DATABASE_URL is not a Postgres address. Write it as postgres://user:password@host:5432/database and start again.',
    )
  }
  return `${url.host}${url.pathname}`
}

/** The error for a server that cannot be used, in plain words and without the password. */
export function connectionError(database: string, error: unknown): unknown {
  const cause = findDriverError(error, isPostgresError)
  if (cause === null) return error
  return new OperationError(
    'database_connection_error',
    connectionMessage(database, cause.code ?? ''),
    { database },
    cause,
  )
}

/** Turns the driver's errors into failures of one statement, or of the connection. */
export const translatePostgresError: TranslateError = (error) => {
  const cause = findDriverError(error, isPostgresError)
  if (cause === null) return null
  if (cause instanceof pg.DatabaseError && !SERVER_GONE.test(cause.code ?? '')) {
    return queryError(cause)
  }
  return new OperationError(
    'database_connection_error',
    'The database server cannot be reached at the moment. Check that it runs, and try again.',
    undefined,
    cause,
  )
}

function connectionMessage(database: string, code: string): string {
  switch (code) {
    case '28P01':
    case '28000':
      return `The database server of ${database} refused the user name or password. Check DATABASE_URL and start again.`
    case '3D000':
      return `The database ${database} does not exist on its server. Create it, or check DATABASE_URL, and start again.`
    case '42501':
      return `The user in DATABASE_URL may not use the database ${database}. Grant it CONNECT and CREATE, and start again.`
    case '53300':
      return `The database server of ${database} takes no more connections. Close others or lower DB_POOL_MAX_CONN, and start again.`
    default:
      return `The database server of ${database} cannot be reached. Check that it runs and that DATABASE_URL has the right address, and start again.`
  }
}
