import Sqlite from 'better-sqlite3'
import { OperationError } from '#shared/errors.ts'
import { findDriverError, queryError, type TranslateError } from '../driver-errors.ts'

const isSqliteError = (error: unknown): error is InstanceType<typeof Sqlite.SqliteError> =>
  error instanceof Sqlite.SqliteError

// The folder is made by Node, whose errors have codes of their own.
const FOLDER_CODES: Record<string, string> = {
  EACCES: 'SQLITE_CANTOPEN',
  EEXIST: 'SQLITE_CANTOPEN',
  ENOENT: 'SQLITE_CANTOPEN',
  ENOTDIR: 'SQLITE_CANTOPEN',
  EPERM: 'SQLITE_CANTOPEN',
  EROFS: 'SQLITE_READONLY',
  ENOSPC: 'SQLITE_FULL',
}

const isOpeningError = (error: unknown): error is Error & { code: string } =>
  isSqliteError(error) || (error instanceof Error && folderCode(error) !== undefined)

const folderCode = (error: Error & { code?: string }) => FOLDER_CODES[error.code ?? '']

/** The error for a file that cannot be opened, in plain words that say what to do. */
export function openError(file: string, error: unknown): unknown {
  const cause = findDriverError(error, isOpeningError)
  if (cause === null) return error
  if (isDamageCode(cause.code)) {
    return new OperationError('database_damaged', damagedMessage(file, cause.code), { file }, cause)
  }
  return new OperationError(
    'database_connection_error',
    openingMessage(file, folderCode(cause) ?? cause.code),
    { file },
    cause,
  )
}

/** Turns SQLite's errors into failures of one statement. */
export const translateSqliteError: TranslateError = (error) => {
  const cause = findDriverError(error, isSqliteError)
  if (cause === null) return null
  if (isSearchDamageCode(cause.code)) {
    return new OperationError('database_query_error', SEARCH_DAMAGED, undefined, cause)
  }
  if (isDamageCode(cause.code)) {
    return new OperationError('database_damaged', STATEMENT_DAMAGED, undefined, cause)
  }
  const message = statementMessage(cause.code)
  return message === null
    ? queryError(cause)
    : new OperationError('database_query_error', message, undefined, cause)
}

/** The driver's error where SQLite met damage in the file or in the search index; else null. */
export function findDamage(error: unknown): Error | null {
  const cause = findDriverError(error, isSqliteError)
  return cause !== null && isDamageCode(cause.code) ? cause : null
}

const isDamageCode = (code: string) =>
  code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')

// Only the search index is a virtual table here.
const isSearchDamageCode = (code: string) => code === 'SQLITE_CORRUPT_VTAB'

const SEARCH_DAMAGED =
  'The search index is damaged. It is being made again from the stored mail; try again in a moment.'
const STATEMENT_DAMAGED =
  'The database is damaged, and this part of it cannot be read. MailManager is looking into it and says what can be done.'

function damagedMessage(file: string, code: string): string {
  return code.startsWith('SQLITE_NOTADB')
    ? `The file ${file} is not a database, or its beginning is damaged. It has been left as it is.`
    : `The database ${file} is damaged. It has been left as it is.`
}

function openingMessage(file: string, code: string): string {
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return `The database ${file} is in use by another program. Close the other program (perhaps a second MailManager or a backup) and start again.`
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM') {
    return `The database ${file} cannot be written. Give yourself write permission on the file and its folder, or choose another data folder, and start again.`
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code === 'SQLITE_AUTH') {
    return `The database ${file} cannot be opened. Check that its folder exists and that you may write in it, or choose another data folder, and start again.`
  }
  if (code.startsWith('SQLITE_FULL'))
    return `The disk that holds ${file} is full. Free some space and start again.`
  return `The database ${file} could not be opened (${code}). Check its disk and its folder, and start again.`
}

function statementMessage(code: string): string | null {
  if (code.startsWith('SQLITE_FULL')) return 'The disk is full. Free some space and try again.'
  if (code.startsWith('SQLITE_READONLY')) {
    return 'The database can no longer be written. Check the permissions of its file and folder.'
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return 'Another program is writing to the database. Close it and try again.'
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return 'The disk that holds the database failed. Check the disk and try again.'
  }
  return null
}
