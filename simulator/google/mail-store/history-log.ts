/** One change of a mailbox, as Gmail's history reports it: with the labels at that time. */
export interface HistoryRecord {
  id: number
  /** Simulator clock, milliseconds since the epoch. */
  at: number
  kind: 'messageAdded' | 'messageDeleted' | 'labelAdded' | 'labelRemoved'
  row: number
  /** The label set of the message after the change. */
  labelSet: number
  /** The labels added or removed; empty for the other kinds. */
  changed: readonly string[]
}

export interface HistoryPage {
  records: HistoryRecord[]
  /** Where the next page starts, or null. */
  next: number | null
}

export interface HistoryLog {
  /** The newest id given out. */
  current(): number
  append(record: Omit<HistoryRecord, 'id'>): number
  /** Records after `startId`, oldest first, or null where `startId` is too old or not ours. */
  since(
    startId: number,
    limit: number,
    wanted: (record: HistoryRecord) => boolean,
  ): HistoryPage | null
  /** Forgets everything so far: older ids answer null from now on. */
  expire(): void
  /** Forgets records older than the given time. */
  prune(before: number): void
  snapshot(): HistorySnapshot
}

export interface HistorySnapshot {
  current: number
  floor: number
  records: HistoryRecord[]
}

/** Ids go up by irregular steps, as Gmail's do: nobody may count on consecutive numbers. */
export function createHistoryLog(initial: HistorySnapshot): HistoryLog {
  let { current, floor } = initial
  let records = [...initial.records]

  const firstAfter = (id: number): number => {
    let low = 0
    let high = records.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((records[middle]?.id ?? 0) <= id) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    current: () => current,
    append: (record) => {
      current += 1 + ((current * 31) % 23)
      records.push({ ...record, id: current })
      return current
    },
    since: (startId, limit, wanted) => {
      if (startId < floor || startId > current) return null
      const page: HistoryRecord[] = []
      for (let at = firstAfter(startId); at < records.length; at += 1) {
        const record = records[at]
        if (!record || !wanted(record)) continue
        const last = page.at(-1)
        if (page.length === limit && last) return { records: page, next: last.id }
        page.push(record)
      }
      return { records: page, next: null }
    },
    expire: () => {
      // One more step, so that the newest id handed out so far is too old as well.
      current += 1
      floor = current
      records = []
    },
    prune: (before) => {
      let keep = 0
      while (keep < records.length && (records[keep]?.at ?? before) < before) keep += 1
      if (keep === 0) return
      floor = records[keep - 1]?.id ?? floor
      records = records.slice(keep)
    },
    snapshot: () => ({ current, floor, records }),
  }
}
