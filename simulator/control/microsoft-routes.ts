import { z } from 'zod'
import { json, type ApiRequest, type ApiResponse } from '../http/exchange.ts'
import type { MicrosoftAccount, TrueOutlookMessage } from '../microsoft/mailbox/account-view.ts'
import type { Accounts } from './accounts.ts'

/** The part of the control API that is about Microsoft accounts. */
export const MICROSOFT_CONTROL = '/_control/microsoft/'

/** The messages of a new account: a number, texts, or what the generator is to make. */
export const GENERATED = z.union([
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
export const DELIVER = z.union([
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

const CREATE = z.strictObject({
  email: z.email(),
  displayName: z.string().exactOptional(),
  kind: z.enum(['work', 'personal']).exactOptional(),
  messages: GENERATED.exactOptional(),
  folders: z.array(z.string()).exactOptional(),
})
const CHANGE = z.strictObject({
  ids: z.array(z.string()).min(1),
  isRead: z.boolean().exactOptional(),
  flag: z.enum(['notFlagged', 'flagged', 'complete']).exactOptional(),
  categories: z.array(z.string()).exactOptional(),
  folder: z.string().exactOptional(),
  delete: z.literal(true).exactOptional(),
})
const FOLDER = z.union([
  z.strictObject({ create: z.string() }),
  z.strictObject({ rename: z.string(), displayName: z.string() }),
  z.strictObject({ move: z.string(), parent: z.string() }),
  z.strictObject({ delete: z.string() }),
])

/** Serves `/_control/microsoft/accounts…`. Throws on bad input; the caller words it. */
export function serveMicrosoftControl(accounts: Accounts, request: ApiRequest): ApiResponse {
  const path = request.path.slice(MICROSOFT_CONTROL.length - 1)
  const [, email = '', verb = ''] = /^\/accounts\/([^/]+)(?:\/(\w+))?$/u.exec(path) ?? []
  const body = (): unknown =>
    request.body.length === 0 ? {} : JSON.parse(request.body.toString('utf8'))
  const account = (): MicrosoftAccount => accounts.microsoft(decodeURIComponent(email))

  switch (`${request.verb} ${email === '' ? path : `/accounts/*${verb && `/${verb}`}`}`) {
    case 'GET /accounts':
      return json(200, { accounts: accounts.listMicrosoft().map(summary) })
    case 'POST /accounts':
      return json(201, summary(accounts.createMicrosoft(CREATE.parse(body()))))
    case 'GET /accounts/*':
      return json(200, truth(account(), Number(request.query.get('limit') ?? 1_000)))
    case 'DELETE /accounts/*':
      accounts.remove(account().email)
      return json(200, {})
    case 'POST /accounts/*/deliver': {
      const mail = DELIVER.parse(body())
      const id = accounts.deliver(account().email, 'raw' in mail ? mail.raw : mail)
      return json(201, { id })
    }
    case 'POST /accounts/*/messages':
      change(account(), CHANGE.parse(body()))
      return json(200, {})
    case 'POST /accounts/*/folders':
      changeFolder(account(), FOLDER.parse(body()))
      return json(200, {})
    case 'POST /accounts/*/expireDelta':
      account().expireDelta()
      return json(200, {})
    case 'POST /accounts/*/revokeGrants':
      account().revokeGrants()
      return json(200, {})
    default:
      return json(404, { error: `The control API has no ${request.verb} ${request.path}` })
  }
}

function change(account: MicrosoftAccount, wanted: z.infer<typeof CHANGE>): void {
  const { ids, isRead, flag, categories, folder } = wanted
  if (isRead !== undefined) account.markRead(ids, isRead)
  if (flag !== undefined) account.flag(ids, flag)
  if (categories !== undefined) account.categorise(ids, categories)
  if (folder !== undefined) account.move(ids, folder)
  if (wanted.delete) account.delete(ids)
}

function changeFolder(account: MicrosoftAccount, wanted: z.infer<typeof FOLDER>): void {
  if ('create' in wanted) account.createFolder(wanted.create)
  else if ('rename' in wanted) account.renameFolder(wanted.rename, wanted.displayName)
  else if ('move' in wanted) account.moveFolder(wanted.move, wanted.parent)
  else account.deleteFolder(wanted.delete)
}

function summary(account: MicrosoftAccount): Record<string, unknown> {
  const { email, displayName, userId } = account
  return { email, displayName, userId, messages: account.count() }
}

function truth(account: MicrosoftAccount, limit: number): Record<string, unknown> {
  const newest: Record<string, unknown>[] = []
  for (const message of account.messages()) {
    if (newest.length >= limit) break
    newest.push(plain(message))
  }
  return { ...summary(account), folders: account.folders(), newest }
}

function plain({ raw, ...message }: TrueOutlookMessage): Record<string, unknown> {
  return { ...message, raw: raw.toString('base64') }
}
