import { isRecord } from '#shared/domain/is-record.ts'
import { DrizzleQueryError } from 'drizzle-orm'
import { OperationError } from '#shared/errors.ts'

/** Turns a driver's error into an OperationError; null where it is not the driver's. */
export type TranslateError = (error: unknown) => OperationError | null

/**
 * The repositories with the driver errors of every method turned into OperationErrors. The query
 * builder's own error is dropped, because it holds the parameters, which are people's mail.
 */
export function withTranslatedErrors<T extends object>(
  repositories: T,
  translate: TranslateError,
): T {
  return mapValues(repositories, (repository) =>
    isRecord(repository)
      ? mapValues(repository, (method) =>
          isMethod(method) ? withTranslatedError(method, translate) : method,
        )
      : repository,
  )
}

/** Runs `work` and throws its driver errors as OperationErrors. */
export async function runTranslatingErrors<T>(
  translate: TranslateError,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const failure = translate(error)
    if (failure) throw failure
    if (error instanceof DrizzleQueryError) throw queryError(error.cause ?? new Error('unknown'))
    throw error
  }
}

/**
 * The first error in the chain of causes that `isDriverError` accepts; null in an OperationError,
 * which has its message already.
 */
export function findDriverError<T extends Error>(
  error: unknown,
  isDriverError: (candidate: unknown) => candidate is T,
): T | null {
  for (
    let current = error;
    current instanceof Error && !(current instanceof OperationError);
    current = current.cause
  ) {
    if (isDriverError(current)) return current
  }
  return null
}

/** The error of one statement, for codes without a message of their own. */
export function queryError(cause: Error): OperationError {
  return new OperationError(
    'database_query_error',
    'The database could not answer. If this happens again, restart MailManager.',
    undefined,
    cause,
  )
}

type Method = (...args: unknown[]) => unknown

function isMethod(value: unknown): value is Method {
  return typeof value === 'function'
}

function withTranslatedError(method: Method, translate: TranslateError): Method {
  return async (...args: unknown[]): Promise<unknown> =>
    await runTranslatingErrors(translate, async () => await method(...args))
}

function mapValues<T extends object>(object: T, map: (value: unknown) => unknown): T {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the same keys as before
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)])) as T
}
