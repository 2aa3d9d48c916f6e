import { buildParsedMessage, type ParsedMessage } from './parsed-message.ts'
import { parseMime } from './parse-mime.ts'

/**
 * Reads RFC 5322 source (an .eml file) into the pieces of a message. Never rejects: whatever the
 * bytes are, something can be shown. The tree is our own reading and not postal-mime's, because
 * attachments are named by part number and the providers' trees must give the same answer.
 */
export async function parseRawMessage(bytes: Uint8Array): Promise<ParsedMessage> {
  return buildParsedMessage(parseMime(bytes))
}
