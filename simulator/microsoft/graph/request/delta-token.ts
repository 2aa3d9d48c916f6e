import { createHmac } from 'node:crypto'
import type { IdSpace } from '../../mail-store/item-ids.ts'
import type { GraphCall } from './graph-call.ts'
import { badRequest } from './errors.ts'

/** What a delta or skip token holds: the query it began with, and how far it has come. */
export interface DeltaState {
  kind: 'delta' | 'skip'
  /** The folder, or `folders` for the folder tree. */
  of: string
  space: IdSpace
  /** Changes up to this number are told. */
  sequence: number
  select: string[] | null
  filter: string | null
  expand: string | null
  /** Where the first listing goes on: the last message told, or null where it is over. */
  after: { at: number; row: number } | null
  /** Where a list of changes goes on. */
  position: number
  /** Messages told so far by a filtered first listing. */
  told: number
  /** Items a page where $top said so. */
  top: number | null
  includeHidden: boolean
}

export function encodeDeltaToken(call: GraphCall, state: DeltaState): string {
  const text = Buffer.from(JSON.stringify(state)).toString('base64url')
  return `${text}.${sign(call, text)}`
}

/** The state of a token of this mailbox. Ones made up, or of another resource, are refused. */
export function decodeDeltaToken(
  call: GraphCall,
  kind: DeltaState['kind'],
  of: string,
): DeltaState {
  const token = call.query.get(kind === 'delta' ? '$deltatoken' : '$skiptoken') ?? ''
  const [text = '', mark] = token.split('.')
  if (mark !== sign(call, text)) throw malformed()
  const state = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as DeltaState
  if (state.of !== of || state.kind !== kind) throw malformed()
  if (state.space !== call.preferences.idSpace)
    throw badRequest(
      `The sync state is of the ${state.space} id space, but the request asks for the ${call.preferences.idSpace} one (Prefer: IdType).`,
      'ErrorInvalidSyncStateData',
    )
  for (const name of call.query.keys())
    if (name !== '$deltatoken' && name !== '$skiptoken')
      throw badRequest(
        `The query option ${name} cannot be changed once a delta query has begun.`,
        'ErrorInvalidUrlQuery',
      )
  return state
}

function malformed(): Error {
  return badRequest('Badly formed token.', 'ErrorInvalidSyncStateData')
}

function sign(call: GraphCall, text: string): string {
  return createHmac('sha256', call.simulation.secret)
    .update(`${call.mailbox.email}:${text}`)
    .digest('base64url')
    .slice(0, 20)
}
