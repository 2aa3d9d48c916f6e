import type { gmail_v1 } from '@googleapis/gmail'
import type { LabelDefinition } from '../../mail-store/labels.ts'
import type { GmailStore } from '../../mail-store/gmail-store.ts'
import { GoogleError, invalidArgument, notFound } from '../../errors.ts'
import { LABELS, MAIL_SCOPE, METADATA, MODIFY, READONLY } from '../../oauth/scopes.ts'
import { findObject, findString, type GmailCall, type GmailMethod } from '../request/gmail-call.ts'
import type { ObjectSpec } from '../request/validate-request.ts'

const READERS = [MAIL_SCOPE, MODIFY, READONLY, LABELS, METADATA]
const WRITERS = [MAIL_SCOPE, MODIFY, LABELS]
const MAX_NAME = 225

const LABEL_FIELDS: ObjectSpec = {
  id: { kind: 'string' },
  name: { kind: 'string' },
  messageListVisibility: { kind: 'enum', values: ['show', 'hide'] },
  labelListVisibility: { kind: 'enum', values: ['labelShow', 'labelShowIfUnread', 'labelHide'] },
  type: { kind: 'output' },
  messagesTotal: { kind: 'output' },
  messagesUnread: { kind: 'output' },
  threadsTotal: { kind: 'output' },
  threadsUnread: { kind: 'output' },
  color: {
    kind: 'object',
    fields: { textColor: { kind: 'string' }, backgroundColor: { kind: 'string' } },
  },
}

export const LABEL_METHODS: readonly GmailMethod[] = [
  {
    name: 'labels.list',
    verb: 'GET',
    path: '/labels',
    scopes: READERS,
    handle: ({ mailbox }) =>
      ({
        labels: [...mailbox.labels.values()].map(labelResource),
      }) satisfies gmail_v1.Schema$ListLabelsResponse,
  },
  {
    name: 'labels.create',
    verb: 'POST',
    path: '/labels',
    scopes: WRITERS,
    body: LABEL_FIELDS,
    handle: (call) => {
      const name = findString(call.body, 'name') ?? ''
      return labelResource(createLabel(call.mailbox, name, call.body))
    },
  },
  {
    name: 'labels.get',
    verb: 'GET',
    path: '/labels/{id}',
    scopes: READERS,
    handle: ({ mailbox, path }) => {
      const label = getLabel(mailbox, path['id'] ?? '')
      return { ...labelResource(label), ...counts(mailbox, label.id) }
    },
  },
  { name: 'labels.update', verb: 'PUT', path: '/labels/{id}', ...changeMethod() },
  { name: 'labels.patch', verb: 'PATCH', path: '/labels/{id}', ...changeMethod() },
  {
    name: 'labels.delete',
    verb: 'DELETE',
    path: '/labels/{id}',
    scopes: WRITERS,
    handle: ({ mailbox, path }) => {
      deleteLabel(mailbox, path['id'] ?? '')
      return undefined
    },
  },
]

function changeMethod(): Pick<GmailMethod, 'scopes' | 'body' | 'handle'> {
  return {
    scopes: WRITERS,
    body: LABEL_FIELDS,
    handle: (call: GmailCall) => {
      const label = getUserLabel(call.mailbox, call.path['id'] ?? '')
      renameLabel(call.mailbox, label.id, findString(call.body, 'name') ?? label.name)
      applyDisplay(label, call.body)
      return labelResource(label)
    },
  }
}

/** The highest number of a label that was deleted: an id is never given out again. */
const retired = new WeakMap<GmailStore, number>()

function highestNumber(mailbox: GmailStore): number {
  const used = [...mailbox.labels.keys()].map((id) => Number(/^Label_(\d+)$/u.exec(id)?.[1] ?? 0))
  return Math.max(retired.get(mailbox) ?? 0, ...used)
}

/** Makes a user label. Throws where the name is taken, empty or too long. */
export function createLabel(
  mailbox: GmailStore,
  name: string,
  display: Record<string, unknown> = {},
): LabelDefinition {
  checkName(mailbox, name, null)
  const label: LabelDefinition = {
    id: `Label_${highestNumber(mailbox) + 1}`,
    name,
    type: 'user',
    messageListVisibility: null,
    labelListVisibility: null,
    color: null,
  }
  applyDisplay(label, display)
  mailbox.labels.set(label.id, label)
  mailbox.version += 1
  return label
}

/** Throws where the label is the system's own, or the name is taken, empty or too long. */
export function renameLabel(mailbox: GmailStore, id: string, name: string): void {
  const label = getUserLabel(mailbox, id)
  if (name === label.name) return
  checkName(mailbox, name, label.id)
  label.name = name
  mailbox.version += 1
}

/**
 * Takes a label off every message. Google's reference promises a history record for labels that
 * were removed from a message, and says nothing of this case: so none is made here, and who relies
 * on one is found out.
 */
export function deleteLabel(mailbox: GmailStore, id: string): void {
  const label = getUserLabel(mailbox, id)
  retired.set(mailbox, highestNumber(mailbox))
  const { columns, labelSets } = mailbox
  for (const row of mailbox.order) {
    columns.labelSet[row] = labelSets.change(columns.labelSet[row] ?? 0, [], [label.id])
  }
  mailbox.labels.delete(label.id)
  mailbox.version += 1
}

function checkName(mailbox: GmailStore, name: string, except: string | null): void {
  if (name.trim() === '' || name.length > MAX_NAME) throw invalidArgument('Invalid label name')
  for (const label of mailbox.labels.values()) {
    if (label.id === except || label.name.toLowerCase() !== name.toLowerCase()) continue
    if (label.type === 'system') throw invalidArgument('Invalid label name')
    throw new GoogleError(409, 'aborted', 'Label name exists or conflicts')
  }
}

function applyDisplay(label: LabelDefinition, body: Record<string, unknown>): void {
  const inMessages = body['messageListVisibility']
  if (inMessages === 'show' || inMessages === 'hide') label.messageListVisibility = inMessages
  const inLabels = body['labelListVisibility']
  if (inLabels === 'labelShow' || inLabels === 'labelShowIfUnread' || inLabels === 'labelHide')
    label.labelListVisibility = inLabels
  const color = findObject(body, 'color')
  if (color) {
    const textColor = findString(color, 'textColor') ?? ''
    const backgroundColor = findString(color, 'backgroundColor') ?? ''
    if (![textColor, backgroundColor].every((value) => /^#[0-9a-f]{6}$/u.test(value)))
      throw invalidArgument('Invalid label color')
    label.color = { textColor, backgroundColor }
  }
}

function getLabel(mailbox: GmailStore, id: string): LabelDefinition {
  const label = mailbox.labels.get(id)
  if (!label) throw notFound()
  return label
}

function getUserLabel(mailbox: GmailStore, id: string): LabelDefinition {
  const label = getLabel(mailbox, id)
  if (label.type === 'system') throw invalidArgument('Invalid update request')
  return label
}

function labelResource(label: LabelDefinition): gmail_v1.Schema$Label {
  const { id, name, type, messageListVisibility, labelListVisibility, color } = label
  return {
    id,
    name,
    type,
    ...(messageListVisibility === null ? {} : { messageListVisibility }),
    ...(labelListVisibility === null ? {} : { labelListVisibility }),
    ...(color === null ? {} : { color }),
  }
}

function counts(mailbox: GmailStore, label: string): gmail_v1.Schema$Label {
  const { columns, labelSets } = mailbox
  let messagesTotal = 0
  let messagesUnread = 0
  const threads = new Set<number>()
  const unread = new Set<number>()
  for (const row of mailbox.order) {
    const set = columns.labelSet[row] ?? 0
    if (!labelSets.has(set, label)) continue
    const thread = columns.thread[row] ?? row
    messagesTotal += 1
    threads.add(thread)
    if (!labelSets.has(set, 'UNREAD')) continue
    messagesUnread += 1
    unread.add(thread)
  }
  return { messagesTotal, messagesUnread, threadsTotal: threads.size, threadsUnread: unread.size }
}
