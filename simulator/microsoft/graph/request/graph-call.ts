import type { Simulation } from '../../../control/simulation.ts'
import { isWellKnownName, type MailFolder } from '../../mail-store/folders.ts'
import type { IdSpace } from '../../mail-store/item-ids.ts'
import type { OutlookStore } from '../../mail-store/outlook-store.ts'
import type { StoredMessage } from '../../mail-store/stored-message.ts'
import { badRequest, GraphError, itemNotFound, malformedId } from './errors.ts'

/** What the Prefer header asks for. */
export interface Preferences {
  idSpace: IdSpace
  /** null: as it was written. */
  bodyType: 'text' | 'html' | null
  maxPageSize: number | null
}

/** A checked call of a Graph operation. */
export interface GraphCall {
  simulation: Simulation
  mailbox: OutlookStore
  /** Values of the path's placeholders. */
  path: Readonly<Record<string, string>>
  query: URLSearchParams
  preferences: Preferences
  /** The JSON sent; empty where none was. */
  body: Readonly<Record<string, unknown>>
  /** The message sent as base64 MIME with Content-Type text/plain, or null. */
  mime: Buffer | null
  /** `http://host/v1.0`, for the links in answers. */
  base: string
  /** The call's own path below `base`. */
  resource: string
  /** Fault script: what sending a message does. */
  lateSent: { ms: number; draftRemains: boolean }
}

/** What an operation answers: JSON (undefined for none) or bytes. */
export interface GraphResponse {
  status: number
  body?: unknown
  bytes?: { contentType: string; content: Buffer }
  headers?: Record<string, string>
}

export interface GraphOperation {
  /** As in the ledger: `graph.messages.get`. */
  name: string
  verb: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below `/v1.0/me`. */
  path: string
  /** Any one of these allows it. */
  scopes: readonly string[]
  /** The query options it takes. */
  query?: readonly string[]
  body?: 'json' | 'jsonOrMime'
  handle(call: GraphCall): GraphResponse
}

export const READ_MAIL = ['Mail.Read', 'Mail.ReadWrite'] as const
export const WRITE_MAIL = ['Mail.ReadWrite'] as const
export const SEND_MAIL = ['Mail.Send'] as const

/** The Prefer header (RFC 7240). Unknown preferences are passed over, as everywhere. */
export function parsePreferences(header: string): Preferences {
  const preferences: Preferences = { idSpace: 'default', bodyType: null, maxPageSize: null }
  for (const entry of header.split(',')) {
    const [name = '', value = ''] = entry.split('=').map((part) => part.trim())
    const text = value.replace(/^"(.*)"$/u, '$1').toLowerCase()
    switch (name.toLowerCase()) {
      case 'idtype':
        if (text === 'immutableid') preferences.idSpace = 'immutable'
        break
      case 'outlook.body-content-type':
        if (text === 'text' || text === 'html') preferences.bodyType = text
        break
      case 'odata.maxpagesize':
        if (/^[1-9]\d{0,5}$/u.test(text)) preferences.maxPageSize = Number(text)
        break
      default:
    }
  }
  return preferences
}

/** The Preference-Applied header for what was honoured, or null. */
export function preferenceApplied({ idSpace, bodyType, maxPageSize }: Preferences): string | null {
  const applied = [
    ...(idSpace === 'immutable' ? ['IdType="ImmutableId"'] : []),
    ...(bodyType === null ? [] : [`outlook.body-content-type="${bodyType}"`]),
    ...(maxPageSize === null ? [] : [`odata.maxpagesize=${maxPageSize}`]),
  ]
  return applied.length === 0 ? null : applied.join(', ')
}

/**
 * The message an id names. Ids of the space that was not asked for are refused, so that a client
 * which forgets the header somewhere is found out.
 */
export function getMessageById(call: GraphCall, id: string): StoredMessage {
  const item = call.mailbox.ids.decode(id)
  if (!item) throw malformedId()
  if (item.space !== call.preferences.idSpace)
    throw badRequest(
      `Id is malformed: it is of the ${item.space} id space, but the request asks for the ${call.preferences.idSpace} one (Prefer: IdType).`,
      'ErrorInvalidIdMalformed',
    )
  const message = call.mailbox.message(item.row)
  if (!message || (item.space === 'default' && item.place !== message.place)) throw itemNotFound()
  return message
}

/** The folder an id or well-known name means. */
export function getFolderById(call: GraphCall, name: string): MailFolder {
  const { mailbox } = call
  const folder = mailbox.folders.get(name)
  if (folder) return folder
  const wellKnown = name.toLowerCase()
  if (isWellKnownName(wellKnown)) return mailbox.folderNamed(wellKnown)
  if (!/^[\w-]{40,}={0,2}$/u.test(name)) throw malformedId()
  throw new GraphError(
    404,
    'ErrorItemNotFound',
    'The specified folder could not be found in the store.',
  )
}

/** The id of a message as this call is to see it. */
export function messageIdFor(call: GraphCall, message: StoredMessage): string {
  return call.mailbox.ids.idOf(call.preferences.idSpace, message.row, message.place)
}

/** The context URL that Graph puts at the head of answers. */
export function contextUrl(call: GraphCall, of: string): string {
  return `${call.base}/$metadata#users('${encodeURIComponent(call.mailbox.email)}')/${of}`
}

/** The `/me` resource as a link. */
export function linkTo(call: GraphCall, query: URLSearchParams): string {
  return `${call.base}${call.resource}?${query.toString().replaceAll('%24', '$')}`
}
