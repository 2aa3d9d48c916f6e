import { z } from 'zod'
import { jsonResponse, type ApiRequest, type ApiResponse } from '../http/request-and-response.ts'
import type { Accounts } from './accounts.ts'

/** The messages of a new account: a number, texts, or what the generator is to make. */
export const MESSAGES_INPUT = z.union([
  z.int().min(0).max(2_000_000),
  z.array(z.string()),
  z.strictObject({
    messages: z.int().min(0).max(2_000_000),
    threadSize: z.number().min(1).exactOptional(),
    htmlShare: z.number().min(0).max(1).exactOptional(),
    attachmentShare: z.number().min(0).max(1).exactOptional(),
    languages: z.array(z.enum(['en', 'es', 'de', 'fr', 'pl', 'ja', 'ar'])).exactOptional(),
    spanMs: z.number().positive().exactOptional(),
  }),
])
const PERSON = z.strictObject({ name: z.string(), email: z.email() })
/** Mail to deliver: RFC 822 text, or a message to compose. */
export const DELIVERY_INPUT = z.union([
  z.strictObject({ raw: z.string().min(1) }),
  z.strictObject({
    from: PERSON.exactOptional(),
    subject: z.string().exactOptional(),
    text: z.string().exactOptional(),
    html: z.string().exactOptional(),
    inReplyTo: z.string().exactOptional(),
    references: z.array(z.string()).exactOptional(),
    headers: z.record(z.string(), z.string()).exactOptional(),
    labels: z.array(z.string()).exactOptional(),
    folder: z.string().exactOptional(),
  }),
])

/** A call of the control API, taken apart. */
export interface ControlRequest {
  /** Verb and path, with `*` where an address stands: `GET /accounts/*`. */
  route: string
  /** The account's address, or empty. */
  email: string
  /** The request's JSON. */
  body: () => unknown
  query: URLSearchParams
}

/** @param prefix what all paths of this part of the API begin with, without the last slash */
export function parseControlRequest(request: ApiRequest, prefix: string): ControlRequest {
  const path = request.path.slice(prefix.length)
  const [, email = '', verb = ''] = /^\/accounts\/([^/]+)(?:\/(\w+))?$/u.exec(path) ?? []
  const place = email === '' ? path : `/accounts/*${verb && `/${verb}`}`
  return {
    route: `${request.verb} ${place}`,
    email: decodeURIComponent(email),
    body: (): unknown =>
      request.body.length === 0 ? {} : JSON.parse(request.body.toString('utf8')),
    query: request.query,
  }
}

/** The accounts of one provider. */
export interface ProviderAccounts<Account> {
  list(): readonly Account[]
  /** Throws on bad input. */
  create(input: unknown): Account
  get(email: string): Account
  /** An account in short. */
  summary(account: Account): Record<string, unknown>
  /** All of it, with its newest messages. */
  serverState(account: Account, limit: number): Record<string, unknown>
}

/** What can be done to accounts of every provider; null where the call is another. */
export function serveAccountRoutes<Account extends { email: string; revokeGrants(): void }>(
  accounts: Accounts,
  kind: ProviderAccounts<Account>,
  { route, email, body, query }: ControlRequest,
): ApiResponse | null {
  switch (route) {
    case 'GET /accounts':
      return jsonResponse(200, { accounts: kind.list().map((account) => kind.summary(account)) })
    case 'POST /accounts':
      return jsonResponse(201, kind.summary(kind.create(body())))
    case 'GET /accounts/*':
      return jsonResponse(
        200,
        kind.serverState(kind.get(email), Number(query.get('limit') ?? 1_000)),
      )
    case 'DELETE /accounts/*':
      accounts.remove(kind.get(email).email)
      return jsonResponse(200, {})
    case 'POST /accounts/*/deliver': {
      const mail = DELIVERY_INPUT.parse(body())
      const id = accounts.deliver(kind.get(email).email, 'raw' in mail ? mail.raw : mail)
      return jsonResponse(201, { id })
    }
    case 'POST /accounts/*/revokeGrants':
      kind.get(email).revokeGrants()
      return jsonResponse(200, {})
    default:
      return null
  }
}

/** The newest of the messages, at most `limit`, as `plain` shows them. */
export function listNewest<Message>(
  messages: Iterable<Message>,
  limit: number,
  plain: (message: Message) => Record<string, unknown>,
): Record<string, unknown>[] {
  const newest: Record<string, unknown>[] = []
  for (const message of messages) {
    if (newest.length >= limit) break
    newest.push(plain(message))
  }
  return newest
}
