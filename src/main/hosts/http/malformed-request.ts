import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { ERROR_STATUS, type ErrorBody } from '#shared/errors.ts'

/**
 * Answers what Node's HTTP parser refuses, in the API's own envelope, and closes the connection. No
 * request object exists at this point (Node.js documentation, http `clientError`).
 */
export function rejectMalformedRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const body: ErrorBody = { code: 'invalid_input', message: messageOf(error.code) }
  const status = ERROR_STATUS[body.code]
  const text = JSON.stringify({ error: body })
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n` +
      'Content-Type: application/json; charset=utf-8\r\n' +
      `Content-Length: ${Buffer.byteLength(text)}\r\n` +
      'Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n' +
      text,
  )
}

function messageOf(code: string | undefined): string {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return 'The address or the headers of the request are too long'
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 'The request did not arrive in time'
    case undefined:
    default:
      return 'This is not an HTTP request that MailManager can read'
  }
}
