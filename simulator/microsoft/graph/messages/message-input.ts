import type { Contact } from '../../../mail/mime/write-message.ts'
import { addFile, type DraftContent } from '../../mail-store/draft.ts'
import { parseMessageIds } from '../../../mail/mime/subject-and-references.ts'
import type { FlagStatus, Importance, MessageUpdate } from '../../mail-store/stored-message.ts'
import { parseFileAttachment } from './parse-file-attachment.ts'
import { badRequest, GraphError, unknownProperty } from '../request/errors.ts'
import { MESSAGE_FIELDS, MESSAGE_TYPE } from './message-resource.ts'

/** A message resource as it is sent to Graph, checked: what it sets on the message and its draft. */
export interface MessageInput {
  update: MessageUpdate
  /** Names of all that was given, for the delta and for what may be changed when. */
  names: string[]
  /** Writes the draft's part; null where nothing of it was given. */
  write: ((draft: DraftContent) => void) | null
}

/** Properties that only a draft's may be changed. */
const DRAFT_ONLY: ReadonlySet<string> = new Set([
  'subject',
  'body',
  'toRecipients',
  'ccRecipients',
  'bccRecipients',
  'replyTo',
  'from',
  'sender',
  'internetMessageId',
  'internetMessageHeaders',
  'attachments',
])
const MAX_CUSTOM_HEADERS = 5

type Json = Readonly<Record<string, unknown>>

/** Checks a message resource. `onCreate`: headers and attachments may be given too. */
export function parseMessageInput(body: Json, onCreate: boolean): MessageInput {
  const update: MessageUpdate = {}
  const writes: ((draft: DraftContent) => void)[] = []
  for (const [name, value] of Object.entries(body)) {
    if (name === '@odata.type' || name === '@odata.etag' || name === '@odata.context') continue
    switch (name) {
      case 'isRead':
        update.isRead = booleanIn(name, value)
        break
      case 'flag':
        update.flag = flagIn(value)
        break
      case 'categories':
        update.categories = textsIn(name, value)
        break
      case 'importance':
        update.importance = choiceIn(name, value, [
          'low',
          'normal',
          'high',
        ] as const satisfies Importance[])
        break
      case 'inferenceClassification':
        update.inference = choiceIn(name, value, ['focused', 'other'] as const)
        break
      case 'singleValueExtendedProperties': {
        const extended = extendedIn(value)
        update.extended = extended
        // MAPI's PidTagInReplyToId and PidTagInternetReferences become header fields.
        const parent = extended.get('String 0x1042')
        const references = extended.get('String 0x1039')
        if (parent !== undefined) {
          writes.push((draft) => void (draft.inReplyTo = parseMessageIds(parent)[0] ?? null))
        }
        if (references !== undefined) {
          writes.push((draft) => void (draft.references = parseMessageIds(references)))
        }
        break
      }
      case 'subject': {
        const subject = textIn(name, value)
        writes.push((draft) => void (draft.subject = subject))
        break
      }
      case 'body': {
        const content = bodyIn(value)
        writes.push((draft) => void (draft.body = content))
        break
      }
      case 'toRecipients':
      case 'ccRecipients':
      case 'bccRecipients':
      case 'replyTo': {
        const people = recipientsIn(name, value)
        const field = {
          toRecipients: 'to',
          ccRecipients: 'cc',
          bccRecipients: 'bcc',
          replyTo: 'replyTo',
        } as const
        writes.push((draft) => void (draft[field[name]] = people))
        break
      }
      case 'from':
      case 'sender': {
        const person = recipientIn(name, value)
        writes.push((draft) => void (draft.from = person))
        break
      }
      case 'internetMessageId': {
        const id = textIn(name, value)
        if (!/^<[^<>\s]+@[^<>\s]+>$/u.test(id)) throw invalid(name)
        writes.push((draft) => void (draft.messageId = id))
        break
      }
      case 'internetMessageHeaders': {
        if (!onCreate) throw notUpdatable(name)
        const headers = headersIn(value)
        writes.push((draft) => void (draft.headers = headers))
        break
      }
      case 'attachments': {
        if (!onCreate) throw notUpdatable(name)
        if (!Array.isArray(value)) throw invalid(name)
        const files = value.map((entry) => parseFileAttachment(parseObject(name, entry)))
        writes.push((draft) => files.forEach((file) => addFile(draft, file)))
        break
      }
      case 'isDeliveryReceiptRequested':
      case 'isReadReceiptRequested':
        booleanIn(name, value)
        break
      default:
        throw MESSAGE_FIELDS.has(name) ? notUpdatable(name) : unknownProperty(name, MESSAGE_TYPE)
    }
  }
  const names = Object.keys(body).filter((name) => !name.startsWith('@'))
  const write =
    writes.length === 0
      ? null
      : (draft: DraftContent) => {
          for (const one of writes) one(draft)
        }
  return { update, names, write }
}

/** Refuses what only a draft's may be changed. */
export function rejectDraftProperties({ names }: MessageInput): void {
  const refused = names.find((name) => DRAFT_ONLY.has(name))
  if (refused !== undefined)
    throw new GraphError(
      400,
      'ErrorInvalidPropertySet',
      `The property '${refused}' can be updated only while the message is a draft.`,
    )
}

export function parseObject(name: string, value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(name)
  return value as Json
}

function invalid(name: string): GraphError {
  return badRequest(`The value of the property '${name}' is not valid.`, 'RequestBodyRead')
}

function notUpdatable(name: string): GraphError {
  return badRequest(
    `The property '${name}' cannot be set in this request.`,
    'ErrorInvalidPropertySet',
  )
}

function textIn(name: string, value: unknown): string {
  if (typeof value !== 'string') throw invalid(name)
  return value
}

function booleanIn(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw invalid(name)
  return value
}

function textsIn(name: string, value: unknown): string[] {
  if (!Array.isArray(value)) throw invalid(name)
  return value.map((entry) => textIn(name, entry))
}

function choiceIn<T extends string>(name: string, value: unknown, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw invalid(name)
  return found
}

function flagIn(value: unknown): FlagStatus {
  const flag = parseObject('flag', value)
  const known = ['flagStatus', 'dueDateTime', 'startDateTime', 'completedDateTime', '@odata.type']
  for (const name of Object.keys(flag))
    if (!known.includes(name)) throw unknownProperty(name, 'microsoft.graph.followupFlag')
  return choiceIn('flagStatus', flag['flagStatus'], ['notFlagged', 'flagged', 'complete'] as const)
}

function bodyIn(value: unknown): DraftContent['body'] {
  const body = parseObject('body', value)
  for (const name of Object.keys(body))
    if (!['contentType', 'content', '@odata.type'].includes(name))
      throw unknownProperty(name, 'microsoft.graph.itemBody')
  const type = textIn('contentType', body['contentType'] ?? 'text').toLowerCase()
  return {
    contentType: choiceIn('contentType', type, ['text', 'html'] as const),
    content: textIn('content', body['content'] ?? ''),
  }
}

function recipientsIn(name: string, value: unknown): Contact[] {
  if (!Array.isArray(value)) throw invalid(name)
  return value.map((entry) => recipientIn(name, entry))
}

function recipientIn(name: string, value: unknown): Contact {
  const recipient = parseObject(name, value)
  for (const key of Object.keys(recipient))
    if (key !== 'emailAddress' && key !== '@odata.type')
      throw unknownProperty(key, 'microsoft.graph.recipient')
  const address = parseObject('emailAddress', recipient['emailAddress'])
  for (const key of Object.keys(address))
    if (key !== 'name' && key !== 'address' && key !== '@odata.type')
      throw unknownProperty(key, 'microsoft.graph.emailAddress')
  // An address is checked when the message is sent, not before: a draft may hold half a one.
  return {
    name: typeof address['name'] === 'string' ? address['name'] : '',
    email: textIn('address', address['address']).trim(),
  }
}

/** Custom headers: names begin with x-, and there are few of them. */
function headersIn(value: unknown): DraftContent['headers'] {
  if (!Array.isArray(value)) throw invalid('internetMessageHeaders')
  if (value.length > MAX_CUSTOM_HEADERS)
    throw badRequest(
      `Maximum number of headers in one message should be less than or equal to ${MAX_CUSTOM_HEADERS}.`,
      'InvalidInternetMessageHeaderCollection',
    )
  return value.map((entry) => {
    const header = parseObject('internetMessageHeaders', entry)
    const name = textIn('name', header['name'])
    if (!/^x-[\x21-\x39\x3b-\x7e]+$/iu.test(name))
      throw badRequest(
        `The internet message header name '${name}' should start with 'x-' or 'X-'.`,
        'InvalidInternetMessageHeader',
      )
    const text = textIn('value', header['value'])
    if (/[\r\n]/u.test(text))
      throw badRequest('The header value is not valid.', 'InvalidInternetMessageHeader')
    return { name, value: text }
  })
}

/** `String {guid} Name X`, `String 0x007D` and the like, with text values. */
function extendedIn(value: unknown): ReadonlyMap<string, string> {
  if (!Array.isArray(value)) throw invalid('singleValueExtendedProperties')
  return new Map(
    value.map((entry): [string, string] => {
      const property = parseObject('singleValueExtendedProperties', entry)
      const id = textIn('id', property['id'])
      if (!/^\w+ (?:\{[0-9a-f-]{36}\} (?:Name [^\s].*|Id 0x[0-9a-f]+)|0x[0-9a-f]{4,8})$/iu.test(id))
        throw badRequest(`The property id '${id}' is not valid.`, 'ErrorInvalidExtendedProperty')
      return [id, textIn('value', property['value'])]
    }),
  )
}
