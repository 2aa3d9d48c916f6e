/**
 * Bytes of a References header. Servers refuse all headers together from 4 kB on
 * (https://github.com/freescout-help-desk/freescout/issues/5542).
 */
const MAX_REFERENCES_BYTES = 2_000
/** References that are kept of a received message. */
const MAX_KEPT = 200
/** Printable, no blank and no angle bracket, and with its brackets far below a line's 998 bytes. */
const MESSAGE_ID = /^[!-;=?-~]{1,900}$/u

/** A Message-ID without the angle brackets that it has in a header. */
export function bareMessageId(id: string): string {
  return id.trim().replace(/^<|>$/gu, '')
}

/** True for a Message-ID, without angle brackets, that can stand in a header. */
export function isMessageId(id: string): boolean {
  return MESSAGE_ID.test(id)
}

/** A received References header that has grown without end: its first and its newest. */
export function boundReferences(ids: readonly string[]): string[] {
  return ids.length <= MAX_KEPT ? [...ids] : [...ids.slice(0, 1), ...ids.slice(1 - MAX_KEPT)]
}

/**
 * The References of an answer (RFC 5322 section 3.6.4): the message answered after all that it
 * refers to. Of a long conversation, the first message and as many of the last as fit.
 */
export function replyReferences(parent: {
  rfcMessageId: string | null
  inReplyTo: string | null
  references: readonly string[]
}): string[] {
  const earlier =
    parent.references.length > 0 || parent.inReplyTo === null
      ? parent.references
      : [parent.inReplyTo]
  const ids = parent.rfcMessageId === null ? earlier : [...earlier, parent.rfcMessageId]
  const chain = [...new Set(ids)].filter(isMessageId)
  const [first, ...rest] = chain
  if (first === undefined) return []
  let bytes = sizeOf(first)
  const kept: string[] = []
  for (const id of rest.toReversed()) {
    bytes += sizeOf(id)
    if (bytes > MAX_REFERENCES_BYTES) break
    kept.unshift(id)
  }
  return [first, ...kept]
}

/** With its brackets and a blank or the fold before it. */
function sizeOf(id: string): number {
  return id.length + '\r\n <>'.length
}
