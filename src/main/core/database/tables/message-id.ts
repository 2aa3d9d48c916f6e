const LOW_BITS = 2 ** 21
const LAST_SECOND = 2 ** 32 - 1

/**
 * The id that a message gets if it is free: the second it was received times 2^21, plus 21 bits of a
 * hash of its account and provider id. Newest first is therefore `ORDER BY id DESC`, an id is a
 * keyset cursor, and on SQLite it is the rowid. Dates outside [0, 2^32) seconds are clamped; every id
 * is a safe integer.
 */
export function proposedMessageId(
  accountId: string,
  providerMessageId: string,
  receivedAt: number,
): number {
  const second = Number.isFinite(receivedAt) ? Math.floor(receivedAt / 1000) : 0
  const clamped = Math.min(Math.max(second, 0), LAST_SECOND)
  return clamped * LOW_BITS + (fnv1a(`${accountId}\n${providerMessageId}`) >>> 11)
}

/** The lowest id a message received at this time or later can have. */
export function lowestMessageIdAt(receivedAt: number): number {
  return Math.min(Math.max(Math.floor(receivedAt / 1000), 0), LAST_SECOND) * LOW_BITS
}

/** The id to try where this one is taken: the next of the same second, wrapping around. */
export function nextMessageId(id: number): number {
  const low = id % LOW_BITS
  return id - low + ((low + 1) % LOW_BITS)
}

// FNV-1a over UTF-16 units with a final mix, so that the high bits are as good as the low ones.
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
