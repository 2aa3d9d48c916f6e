import { createHmac } from 'node:crypto'

/**
 * The two spaces of message ids (Prefer: IdType). An immutable id names a message for as long as it
 * is in the mailbox; the default id names it in one place, and a move gives it another.
 */
export type IdSpace = 'immutable' | 'default'

/** What an id names: a row, and for a default id which of its places. */
export interface DecodedItemId {
  space: IdSpace
  row: number
  /** How often the message had been moved when the id was made; 0 in an immutable id. */
  place: number
}

export interface ItemIds {
  idOf(space: IdSpace, row: number, place: number): string
  /** What an id names, or null where it was not made by this mailbox. */
  decode(id: string): DecodedItemId | null
  conversationIdOf(conversation: number): string
  conversationOf(id: string): number | null
}

const PREFIX = { immutable: 'AAkALgAA', default: 'AAMkAGI1' } as const
const CONVERSATION_PREFIX = 'AAQkAGI1'

/** Ids carry their row under a keyed check, so that no table is needed and none can be made up. */
export function createItemIds(email: string): ItemIds {
  const mark = (kind: string, first: number, second: number): Buffer =>
    createHmac('sha256', email).update(`${kind}:${first}:${second}`).digest().subarray(0, 20)
  const write = (prefix: string, first: number, second: number): string => {
    const bytes = Buffer.alloc(32)
    bytes.writeUInt32BE(first, 0)
    bytes.writeUInt32BE(second, 4)
    mark(prefix, first, second).copy(bytes, 12)
    // Exchange ids end with padding, which has to be escaped in a path.
    return `${prefix}${bytes.toString('base64url')}=`
  }
  const open = (prefix: string, id: string): [number, number] | null => {
    if (!id.startsWith(prefix)) return null
    const bytes = Buffer.from(id.slice(prefix.length), 'base64url')
    if (bytes.length !== 32) return null
    const [first, second] = [bytes.readUInt32BE(0), bytes.readUInt32BE(4)]
    return write(prefix, first, second) === id ? [first, second] : null
  }

  return {
    idOf: (space, row, place) => write(PREFIX[space], row, space === 'immutable' ? 0 : place),
    decode: (id) => {
      for (const space of ['immutable', 'default'] as const) {
        const found = open(PREFIX[space], id)
        if (found) return { space, row: found[0], place: found[1] }
      }
      return null
    },
    conversationIdOf: (conversation) => write(CONVERSATION_PREFIX, conversation, 0),
    conversationOf: (id) => open(CONVERSATION_PREFIX, id)?.[0] ?? null,
  }
}
