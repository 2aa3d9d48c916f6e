import { invalidArgument, GoogleError } from '../errors.ts'
import type { ObjectSpec } from './declarations.ts'
import { objectOf, textOf, type GmailCall } from './call.ts'

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

export interface GivenMessage {
  raw: Buffer
  threadId: string | null
}

/** The message of a send request: uploaded, or base64 in `raw`. */
export function givenMessage(call: GmailCall): GivenMessage {
  return read(call, call.body)
}

/** The message of a draft request, or null where the body has none. */
export function givenDraftMessage(call: GmailCall): GivenMessage | null {
  const message = objectOf(call.body, 'message')
  if (!message && !call.media) return null
  return read(call, message ?? {})
}

function read(call: GmailCall, message: Record<string, unknown>): GivenMessage {
  const encoded = textOf(message, 'raw')
  const raw = call.media ?? (encoded === null ? null : Buffer.from(encoded, 'base64'))
  if (raw === null || raw.length === 0)
    throw invalidArgument(
      "'raw' RFC822 payload message string or uploading message via /upload/* URL required",
    )
  if (raw.length > MAX_MESSAGE_BYTES)
    throw new GoogleError(413, 'uploadTooLarge', 'The message exceeds the maximum size.')
  const threadId = textOf(message, 'threadId')
  return { raw, threadId: threadId === '' ? null : threadId }
}
