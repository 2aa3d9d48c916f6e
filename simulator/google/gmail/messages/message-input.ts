import { invalidArgument, GoogleError } from '../../errors.ts'
import type { ObjectSpec } from '../request/validate-request.ts'
import { findObject, findString, type GmailCall } from '../request/gmail-call.ts'

/** A Message in a request body. Only `raw` and `threadId` are read; the rest is output. */
export const MESSAGE_FIELDS: ObjectSpec = {
  id: { kind: 'output' },
  threadId: { kind: 'string' },
  labelIds: { kind: 'list', of: { kind: 'string' } },
  snippet: { kind: 'output' },
  historyId: { kind: 'output' },
  internalDate: { kind: 'output' },
  payload: { kind: 'output' },
  sizeEstimate: { kind: 'output' },
  raw: { kind: 'bytes' },
  classificationLabelValues: { kind: 'output' },
}

export const DRAFT_FIELDS: ObjectSpec = {
  id: { kind: 'string' },
  message: { kind: 'object', fields: MESSAGE_FIELDS },
}

/** Largest message Gmail's API takes. */
export const MAX_MESSAGE_BYTES = 36_700_160

export interface MessageInput {
  raw: Buffer
  threadId: string | null
}

/** The message of a send request: uploaded, or base64 in `raw`. */
export function getMessageInput(call: GmailCall): MessageInput {
  return parseMessageInput(call, call.body)
}

/** The message of a draft request, or null where the body has none. */
export function findDraftMessageInput(call: GmailCall): MessageInput | null {
  const message = findObject(call.body, 'message')
  if (!message && !call.media) return null
  return parseMessageInput(call, message ?? {})
}

function parseMessageInput(call: GmailCall, message: Record<string, unknown>): MessageInput {
  const encoded = findString(message, 'raw')
  const raw = call.media ?? (encoded === null ? null : Buffer.from(encoded, 'base64'))
  if (raw === null || raw.length === 0)
    throw invalidArgument(
      "'raw' RFC822 payload message string or uploading message via /upload/* URL required",
    )
  if (raw.length > MAX_MESSAGE_BYTES)
    throw new GoogleError(413, 'uploadTooLarge', 'The message exceeds the maximum size.')
  const threadId = findString(message, 'threadId')
  return { raw, threadId: threadId === '' ? null : threadId }
}
