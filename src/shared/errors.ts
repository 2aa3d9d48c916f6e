import { z } from 'zod'

/**
 * Every failure a caller can be told about, with its HTTP status.
 * A code's status never changes: clients branch on codes.
 */
export const ERROR_STATUS = {
  api_error: 500,
  invalid_input: 422,
  unauthorized: 401,
  forbidden: 403,
  rate_limited: 429,
  offline: 503,
  mailbox_not_found: 404,
  account_not_found: 404,
  email_not_found: 404,
  draft_not_found: 404,
  user_not_found: 404,
  outbox_item_not_found: 404,
  pending_change_not_found: 404,
  attachment_not_found: 404,
  backup_not_found: 404,
  route_not_found: 404,
  attachment_not_readable: 422,
  account_misconfigured: 400,
  recipients_missing: 400,
  sender_not_allowed: 400,
  upload_interrupted: 400,
  account_connect_auth_error: 401,
  account_not_connected: 409,
  account_paused: 409,
  outbox_state_conflict: 409,
  recovery_not_possible: 409,
  app_credentials_invalid: 422,
  app_credentials_missing: 500,
  env_var_error: 500,
  credential_file_error: 500,
  database_connection_error: 503,
  database_query_error: 503,
  database_damaged: 503,
  database_migration_error: 500,
  token_decryption_error: 500,
  token_encryption_error: 500,
  token_integrity_error: 500,
  token_store_unavailable: 503,
  mailbox_unavailable: 502,
  email_fetch_error: 502,
  email_send_error: 502,
  email_content_fetch_error: 502,
  read_status_update_error: 502,
  external_api_error: 502,
  file_too_large: 413,
  /** Nobody waited any more. No registered status says that; google.rpc.Code maps CANCELLED to 499. */
  cancelled: 499,
} as const

export type ErrorCode = keyof typeof ERROR_STATUS

// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the keys of a constant
const errorCodes = Object.keys(ERROR_STATUS) as ErrorCode[]

/** Codes any operation may answer with, whatever it declares. */
export const UNIVERSAL_ERRORS = [
  'api_error',
  'invalid_input',
  'unauthorized',
  'forbidden',
  'database_connection_error',
  'database_query_error',
  'database_damaged',
  'mailbox_unavailable',
  'cancelled',
] as const satisfies readonly ErrorCode[]

export const errorBodySchema = z.object({
  code: z.enum(errorCodes),
  /** Plain words for the person, in English; the renderer translates by code where it can. */
  message: z.string(),
  /** Facts a client may show or act on. Never a secret. */
  detail: z.record(z.string(), z.unknown()).exactOptional(),
})
export type ErrorBody = z.infer<typeof errorBodySchema>

/** An expected failure. Anything else that is thrown is a bug and becomes `api_error`. */
export class OperationError extends Error {
  readonly code: ErrorCode
  readonly detail: Record<string, unknown> | undefined

  constructor(code: ErrorCode, message: string, detail?: Record<string, unknown>, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'OperationError'
    this.code = code
    this.detail = detail
  }
}

/** What crosses a process boundary instead of a throw. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: ErrorBody }
