import type { z } from 'zod'
import { cleanInput } from '#shared/contract/clean-input.ts'
import {
  contract,
  isOperationName,
  operationOf,
  type OperationName,
} from '#shared/contract/index.ts'
import type { Operation } from '#shared/contract/operation.ts'
import {
  OperationError,
  UNIVERSAL_ERRORS,
  type ErrorBody,
  type ErrorCode,
  type Result,
} from '#shared/errors.ts'
import type { Caller, Dispatch, Upload } from '../ports/core.ts'
import type { CallContext, Handlers } from '../ports/handlers.ts'
import type { Logger } from '../ports/services.ts'
import type { ReadRepositories } from '../ports/store.ts'
import { loadOwnedRows } from './load-owned-rows.ts'

type AnyHandler = (input: unknown, context: CallContext) => Promise<unknown>

export interface DispatcherOptions {
  read: ReadRepositories
  logger: Logger
  /** The one user who may call `admin` operations: the local profile. */
  adminUserId: string
  /** Parse answers too; tests do, production does not pay for it. */
  checkOutput: boolean
}

/**
 * Runs operations by name: checks the name, who calls, the input and whose the named rows are, and
 * turns every outcome into an envelope. An undeclared throw is logged once and answered as `api_error` without its text.
 * A query or download whose signal is aborted answers `cancelled` once its handler has ended, whatever came of it.
 */
export function createDispatcher(handlers: Handlers, options: DispatcherOptions): Dispatch {
  return async (name, raw, caller, { upload, signal } = {}) => {
    if (!isOperationName(name)) return failure('invalid_input', 'There is no such operation.')
    const operation = operationOf(name)
    const user = userOf(caller, operation.access === 'public')
    if (user === null) return failure('unauthorized', 'Please sign in first.')
    if (operation.access === 'admin' && user.userId !== options.adminUserId) {
      return failure('forbidden', 'Only the owner of this MailManager may do that.')
    }
    if (operation.kind === 'upload' && upload === undefined) {
      return failure('invalid_input', 'This operation needs a file.')
    }
    const context = { ...user, signal: signalFor(operation.kind, upload, signal) }
    const isCancelled = (): boolean => operation.kind !== 'upload' && context.signal.aborted
    try {
      const parsed = operation.input.safeParse(cleanInput(raw ?? {}))
      if (!parsed.success) return invalidInput(parsed.error)
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- its schema was just applied
      const handler = handlers[name] as AnyHandler
      const rows =
        operation.owner === 'none'
          ? {}
          : await loadOwnedRows(options.read, context.userId, operation.owner, parsed.data)
      if (isCancelled()) return CANCELLED
      const value = await handler(parsed.data, {
        ...context,
        ...rows,
        ...(upload === undefined ? {} : { upload }),
      })
      if (isCancelled()) return CANCELLED
      if (options.checkOutput && operation.kind !== 'download') operation.output.parse(value)
      return { ok: true, value }
    } catch (error) {
      if (isCancelled()) {
        options.logger.debug({ operation: name, err: error }, 'cancelled call ended')
        return CANCELLED
      }
      return errorResult(error, name, options.logger)
    }
  }
}

const CANCELLED: Result<never> = failure('cancelled', 'This call was cancelled.')

/**
 * The signal that a handler sees: a command's never aborts, because what began must not be half done.
 * It is new for each call, so that listeners of ended calls do not pile up on it.
 */
function signalFor(
  kind: Operation['kind'],
  upload: Upload | undefined,
  signal: AbortSignal | undefined,
): AbortSignal {
  const given = kind === 'upload' ? upload?.signal : kind === 'command' ? undefined : signal
  return given ?? new AbortController().signal
}

function userOf(caller: Caller, isPublic: boolean): Omit<CallContext, 'signal'> | null {
  if (caller.userId !== null) return { userId: caller.userId, sessionToken: caller.sessionToken }
  return isPublic ? { userId: '', sessionToken: caller.sessionToken } : null
}

function errorResult(error: unknown, name: OperationName, logger: Logger): Result<never> {
  if (error instanceof OperationError && isDeclared(name, error.code)) {
    return failure(error.code, error.message, error.detail)
  }
  logger.error({ operation: name, err: error }, 'operation failed unexpectedly')
  return failure('api_error', 'Something went wrong in MailManager. The log has the details.')
}

function isDeclared(name: OperationName, code: ErrorCode): boolean {
  const declared: readonly ErrorCode[] = contract[name].errors
  return declared.includes(code) || (UNIVERSAL_ERRORS as readonly ErrorCode[]).includes(code)
}

function invalidInput(error: z.ZodError): Result<never> {
  const issues = error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }))
  const first = issues[0]
  const where = first && first.path !== '' ? ` (${first.path})` : ''
  return failure('invalid_input', `${first?.message ?? 'The input is not valid'}${where}`, {
    issues,
  })
}

function failure(
  code: ErrorCode,
  message: string,
  detail?: Record<string, unknown>,
): Result<never> {
  const error: ErrorBody = detail === undefined ? { code, message } : { code, message, detail }
  return { ok: false, error }
}
