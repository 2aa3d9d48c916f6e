import { jsonResponse, type ApiResponse } from '../../http/request-and-response.ts'
import { guidOf } from '../guid.ts'

/** A refusal of the sign-in service: an OAuth error with Microsoft's own number in its text. */
export interface SignInError {
  error: string
  /** The number after AADSTS. */
  number: number
  message: string
  suberror?: string
}

/** The text Microsoft gives: number, message and the marks support asks for. */
export function formatErrorDescription({ number, message }: SignInError, at: number): string {
  const { trace, correlation, timestamp } = supportIds(number, at)
  return `AADSTS${number}: ${message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`
}

/** The token endpoint's JSON for a refusal. */
export function tokenErrorResponse(error: SignInError, at: number, status = 400): ApiResponse {
  const { trace, correlation, timestamp } = supportIds(error.number, at)
  return jsonResponse(
    status,
    {
      error: error.error,
      error_description: formatErrorDescription(error, at),
      error_codes: [error.number],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${error.number}`,
      ...(error.suberror === undefined ? {} : { suberror: error.suberror }),
    },
    { 'cache-control': 'no-store, no-cache' },
  )
}

function supportIds(
  number: number,
  at: number,
): { trace: string; correlation: string; timestamp: string } {
  return {
    trace: guidOf(`trace${number}.${at}`),
    correlation: guidOf(`correlation${number}.${at}`),
    timestamp: new Date(at)
      .toISOString()
      .replace('T', ' ')
      .replace(/\.\d+Z$/u, 'Z'),
  }
}
