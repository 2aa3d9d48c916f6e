/** What a person can change about a message, as far as it decides where the message stands. */
export interface MessageState {
  /** The provider's own label or folder ids. */
  labels: string[]
  isRead: boolean
  isStarred: boolean
  inInbox: boolean
  isSpam: boolean
  isTrash: boolean
}

/** Where a message can be moved to; `archive` is none of the others. */
export type MoveTarget = 'inbox' | 'archive' | 'spam' | 'trash'

/**
 * One change of one message, as data: it is applied to what is shown here, sent to the provider, and
 * can be inverted. Drafts have rules of their own and are not changed this way.
 */
export type MessageChange =
  | { kind: 'read'; value: boolean }
  | { kind: 'star'; value: boolean }
  /** Adds and removes labels or categories that decide no box. */
  | { kind: 'labels'; add: string[]; remove: string[] }
  /**
   * Archive, spam, trash and back. `labels` says what that means among the account's labels or
   * folders: at Gmail labels come and go, at Outlook the folder is another.
   */
  | { kind: 'move'; to: MoveTarget; labels: { add: string[]; remove: string[] } }
  /** Snoozed until this time (epoch milliseconds), or woken with null: away from the inbox, and back. */
  | { kind: 'snooze'; until: number | null; labels: { add: string[]; remove: string[] } }
  /** Deleted at the provider as well; cannot be undone. */
  | { kind: 'delete' }
  /** The sender is asked to send no more; cannot be undone. */
  | { kind: 'unsubscribe' }

/**
 * How a provider keeps flags: Gmail as labels (`UNREAD`, `STARRED`) beside the others, Outlook as
 * properties of their own.
 */
export type FlagStyle = 'labels' | 'properties'

/** The state after a change. Pure; a state that has it already is returned with equal content. */
export function applyChange<T extends MessageState>(
  state: T,
  change: MessageChange,
  style: FlagStyle,
): T {
  switch (change.kind) {
    case 'read':
      return { ...state, isRead: change.value, ...flagLabel(state, style, 'UNREAD', !change.value) }
    case 'star':
      return {
        ...state,
        isStarred: change.value,
        ...flagLabel(state, style, 'STARRED', change.value),
      }
    case 'labels':
      return { ...state, labels: changeLabels(state.labels, change) }
    case 'move':
      return {
        ...state,
        labels: changeLabels(state.labels, change.labels),
        inInbox: change.to === 'inbox',
        isSpam: change.to === 'spam',
        isTrash: change.to === 'trash',
      }
    case 'snooze':
      return {
        ...state,
        labels: changeLabels(state.labels, change.labels),
        inInbox: change.until === null,
      }
    case 'delete':
      return { ...state, inInbox: false, isSpam: false, isTrash: true }
    case 'unsubscribe':
      return state
  }
}

/** The change that leads back to `before`, or null where there is no way back. */
export function invertChange(before: MessageState, change: MessageChange): MessageChange | null {
  switch (change.kind) {
    case 'read':
      return { kind: 'read', value: before.isRead }
    case 'star':
      return { kind: 'star', value: before.isStarred }
    case 'labels':
      return { kind: 'labels', ...invertLabels(before, change) }
    case 'move':
      return { kind: 'move', to: moveTargetOf(before), labels: invertLabels(before, change.labels) }
    case 'snooze':
      return before.inInbox || change.until === null
        ? { kind: 'move', to: moveTargetOf(before), labels: invertLabels(before, change.labels) }
        : null
    case 'delete':
    case 'unsubscribe':
      return null
  }
}

/**
 * Two changes of one message in a row as one, where the earlier one has not left yet: `null` where
 * they cancel out, `undefined` where they are about different things and both must be sent.
 *
 * @param before the state before the earlier change
 */
export function collapseChanges(
  before: MessageState,
  earlier: MessageChange,
  later: MessageChange,
): MessageChange | null | undefined {
  if (earlier.kind === 'read' && later.kind === 'read') {
    return later.value === before.isRead ? null : later
  }
  if (earlier.kind === 'star' && later.kind === 'star') {
    return later.value === before.isStarred ? null : later
  }
  if (earlier.kind === 'labels' && later.kind === 'labels') {
    const labels = mergeLabels(before.labels, earlier, later)
    return isNoChange(labels) ? null : { kind: 'labels', ...labels }
  }
  if (earlier.kind === 'move' && later.kind === 'move') {
    const labels = mergeLabels(before.labels, earlier.labels, later.labels)
    return isNoChange(labels) && later.to === moveTargetOf(before)
      ? null
      : { kind: 'move', to: later.to, labels }
  }
  return undefined
}

/** Where a message stands, as a target of a move. */
export function moveTargetOf(
  state: Pick<MessageState, 'inInbox' | 'isSpam' | 'isTrash'>,
): MoveTarget {
  if (state.isTrash) return 'trash'
  if (state.isSpam) return 'spam'
  return state.inInbox ? 'inbox' : 'archive'
}

interface LabelChange {
  add: string[]
  remove: string[]
}

function changeLabels(labels: readonly string[], { add, remove }: LabelChange): string[] {
  const gone = new Set(remove)
  return [...new Set([...labels.filter((label) => !gone.has(label)), ...add])]
}

/** Only what the change really added or removed is taken back. */
function invertLabels(before: MessageState, { add, remove }: LabelChange): LabelChange {
  return {
    add: remove.filter((label) => before.labels.includes(label)),
    remove: add.filter((label) => !before.labels.includes(label)),
  }
}

function mergeLabels(
  before: readonly string[],
  earlier: LabelChange,
  later: LabelChange,
): LabelChange {
  const after = changeLabels(changeLabels(before, earlier), later)
  return {
    add: after.filter((label) => !before.includes(label)),
    remove: before.filter((label) => !after.includes(label)),
  }
}

function isNoChange({ add, remove }: LabelChange): boolean {
  return add.length === 0 && remove.length === 0
}

function flagLabel(
  { labels }: MessageState,
  style: FlagStyle,
  label: string,
  isSet: boolean,
): Pick<MessageState, 'labels'> {
  if (style === 'properties' || labels.includes(label) === isSet) return { labels }
  return {
    labels: isSet ? [...labels, label] : labels.filter((one) => one !== label),
  }
}
