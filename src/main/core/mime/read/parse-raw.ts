import { buildMessage, type ParsedMessage } from './parts.ts'
import { readMime } from './parse-mime.ts'

/**
 * Reads RFC 5322 source (an .eml file) into the pieces of a message. Never rejects: whatever the
 * bytes are, something can be shown. The tree is our own reading and not postal-mime's, because
 * attachments are named by part number and the providers' trees must give the same answer.
 */
export async function parseRaw(bytes: Uint8Array): Promise<ParsedMessage> {
  return buildMessage(readMime(bytes))
}
