/** One change of a message in one folder, as a delta query reports it. */
export interface MessageChange {
  /** Goes up with every change of the mailbox, folders included. */
  sequence: number
  row: number
  /** `left`: moved away or deleted; what remains to tell is the id it had there. */
  kind: 'arrived' | 'changed' | 'left'
  /** The properties that changed, for `changed`; null where all may have. */
  properties: readonly string[] | null
  /** How often it had been moved while it was in the folder: part of its default id. */
  place: number
}

/** One change of the folder tree. */
export interface FolderChange {
  sequence: number
  folderId: string
  kind: 'changed' | 'left'
}

export interface ChangeLogSnapshot {
  sequence: number
  floor: number
  messages: [string, MessageChange[]][]
  folders: FolderChange[]
}

export interface ChangeLog {
  /** The number of the newest change. */
  current(): number
  message(folderId: string, change: Omit<MessageChange, 'sequence'>): void
  folder(folderId: string, kind: FolderChange['kind']): void
  /** Changes in a folder after `sequence`, oldest first, or null where that is too far back. */
  messagesSince(folderId: string, sequence: number): readonly MessageChange[] | null
  foldersSince(sequence: number): readonly FolderChange[] | null
  /** Makes every token handed out so far too old. */
  expire(): void
  snapshot(): ChangeLogSnapshot
}

/**
 * The change log behind delta queries. Graph keeps such state as long as its cache has room, with no
 * fixed age, so nothing is forgotten here until `expire`.
 */
export function createChangeLog(saved: ChangeLogSnapshot | null): ChangeLog {
  let sequence = saved?.sequence ?? 1
  let floor = saved?.floor ?? 0
  let messages = new Map(saved?.messages ?? [])
  let folders = [...(saved?.folders ?? [])]

  return {
    current: () => sequence,
    message: (folderId, change) => {
      sequence += 1
      const list = messages.get(folderId) ?? []
      list.push({ ...change, sequence })
      messages.set(folderId, list)
    },
    folder: (folderId, kind) => {
      sequence += 1
      folders.push({ sequence, folderId, kind })
    },
    messagesSince: (folderId, since) =>
      since < floor || since > sequence ? null : after(messages.get(folderId) ?? [], since),
    foldersSince: (since) => (since < floor || since > sequence ? null : after(folders, since)),
    expire: () => {
      sequence += 1
      floor = sequence
      messages = new Map()
      folders = []
    },
    snapshot: () => ({ sequence, floor, messages: [...messages], folders }),
  }
}

function after<T extends { sequence: number }>(list: readonly T[], sequence: number): readonly T[] {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle]?.sequence ?? 0) <= sequence) low = middle + 1
    else high = middle
  }
  return list.slice(low)
}
