/**
 * What a mailbox keeps about each message, as growing columns of numbers: about 30 bytes a message
 * where objects would take several hundred.
 */
export interface MessageColumns {
  /** Rows ever made. Rows are never reused. */
  size: number
  /** 0 gone, 1 present, 2 not yet visible. */
  state: Uint8Array
  /** Milliseconds since the epoch. */
  internalDate: Float64Array
  historyId: Float64Array
  labelSet: Uint32Array
  /** The row that started the thread; its id is the thread's id. */
  thread: Uint32Array
  /** The next row of the same thread, or NO_ROW. */
  nextInThread: Uint32Array
}

export const NO_ROW = 0xffffffff
export const DELETED = 0
export const PRESENT = 1
export const HIDDEN = 2

export function createMessageColumns(capacity: number): MessageColumns {
  return {
    size: 0,
    state: new Uint8Array(capacity),
    internalDate: new Float64Array(capacity),
    historyId: new Float64Array(capacity),
    labelSet: new Uint32Array(capacity),
    thread: new Uint32Array(capacity),
    nextInThread: new Uint32Array(capacity),
  }
}

/** Makes room for at least `capacity` rows. */
export function ensureCapacity(columns: MessageColumns, capacity: number): void {
  if (capacity <= columns.state.length) return
  const grown = createMessageColumns(Math.max(capacity, columns.state.length * 2, 64))
  grown.state.set(columns.state)
  grown.internalDate.set(columns.internalDate)
  grown.historyId.set(columns.historyId)
  grown.labelSet.set(columns.labelSet)
  grown.thread.set(columns.thread)
  grown.nextInThread.set(columns.nextInThread)
  Object.assign(columns, grown, { size: columns.size })
}
