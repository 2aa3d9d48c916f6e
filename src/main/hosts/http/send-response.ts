import type { FastifyReply } from 'fastify'
import { toSnakeKeys } from '#shared/contract/key-case.ts'
import type { Download } from '#shared/contract/download.ts'
import { ERROR_STATUS, type ErrorBody } from '#shared/errors.ts'
import { attachmentDisposition, safeContentType } from './download-headers.ts'

/** The API's error envelope, `{"error":{code,message,detail}}`, with the code's own status. */
export function sendError(reply: FastifyReply, error: ErrorBody): FastifyReply {
  if (error.code === 'rate_limited') reply.header('Retry-After', retryAfterSeconds(error.detail))
  if (error.code === 'unauthorized') reply.header('WWW-Authenticate', 'Bearer')
  return reply.code(ERROR_STATUS[error.code]).send({
    error: {
      code: error.code,
      message: error.message,
      ...(error.detail === undefined ? {} : { detail: toSnakeKeys(error.detail) }),
    },
  })
}

/** A query's or command's value as snake_case JSON. */
export function sendValue(reply: FastifyReply, value: unknown): FastifyReply {
  return reply
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(toSnakeKeys(value) ?? null))
}

/** Bytes for the person to keep. Nothing in them can run in our origin. */
export function sendDownload(reply: FastifyReply, download: Download): FastifyReply {
  const { buffer, byteOffset, byteLength } = download.bytes
  return reply
    .header('Content-Type', safeContentType(download.contentType))
    .header('Content-Disposition', attachmentDisposition(download.filename))
    .header('Content-Security-Policy', "sandbox; default-src 'none'")
    .header('Cache-Control', 'private, no-store')
    .send(Buffer.from(buffer, byteOffset, byteLength))
}

/** True for what a `download` operation must answer. */
export function isDownload(value: unknown): value is Download {
  return (
    typeof value === 'object' &&
    value !== null &&
    'filename' in value &&
    typeof value.filename === 'string' &&
    'contentType' in value &&
    typeof value.contentType === 'string' &&
    'bytes' in value &&
    value.bytes instanceof Uint8Array
  )
}

/** Seconds from `detail.retryAfterSeconds`, or one minute where the core did not say. */
function retryAfterSeconds(detail: Record<string, unknown> | undefined): string {
  const seconds = detail?.['retryAfterSeconds']
  return typeof seconds === 'number' && seconds > 0 ? String(Math.ceil(seconds)) : '60'
}
