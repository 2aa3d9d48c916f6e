import type { Simulation } from '../../../control/simulation.ts'
import type { GmailStore } from '../../mail-store/gmail-store.ts'
import { badRequest, notFound } from '../../errors.ts'
import type { ObjectSpec, ParameterSpec } from './validate-request.ts'

/** A checked call of a Gmail method. */
export interface GmailCall {
  simulation: Simulation
  mailbox: GmailStore
  /** Values of the path's placeholders. */
  path: Readonly<Record<string, string>>
  query: URLSearchParams
  body: Record<string, unknown>
  /** The uploaded message of an /upload/ request, or null. */
  media: Buffer | null
  scopes: ReadonlySet<string>
  /** Fault script: how much later the sent copy appears; 0 for at once. */
  lateSentMs: number
}

export interface GmailMethod {
  /** As in Google's reference without `users.`, and as in the ledger. */
  name: string
  verb: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/gmail/v1/users/{userId}`. */
  path: string
  scopes: readonly string[]
  query?: Readonly<Record<string, ParameterSpec>>
  body?: ObjectSpec
  /** Also served under /upload/. */
  upload?: boolean
  /** The answer's JSON; undefined for 204. */
  handle(call: GmailCall): unknown
}

/** The row a message id in the path names. */
export function getMessageRow(call: GmailCall, id: string): number {
  if (!/^[0-9a-f]{1,16}$/u.test(id)) throw badRequest('id', 'Invalid id value')
  const row = call.mailbox.find(id)
  if (row === null) throw notFound()
  return row
}

/** Any present row of the thread a thread id names. */
export function getThreadRow(mailbox: GmailStore, id: string): number {
  if (!/^[0-9a-f]{1,16}$/u.test(id)) throw badRequest('id', 'Invalid thread_id value')
  const head = mailbox.ids.rowOf(id)
  const isThread =
    head !== null && head < mailbox.columns.size && mailbox.columns.thread[head] === head
  const row = isThread ? mailbox.threadRows(head)[0] : undefined
  if (row === undefined) throw notFound()
  return row
}

export function findString(body: Record<string, unknown>, name: string): string | null {
  const value = body[name]
  return typeof value === 'string' ? value : null
}

export function getStrings(body: Record<string, unknown>, name: string): string[] {
  const value = body[name]
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
}

export function findObject(
  body: Record<string, unknown>,
  name: string,
): Record<string, unknown> | null {
  const value = body[name]
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

export function pageSize(call: GmailCall, fallback: number): number {
  const asked = Number(call.query.get('maxResults') ?? 0)
  return asked === 0 ? fallback : asked
}
