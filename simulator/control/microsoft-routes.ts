import { z } from 'zod'
import { jsonResponse, type ApiRequest, type ApiResponse } from '../http/request-and-response.ts'
import type { MicrosoftAccount, OutlookServerMessage } from './microsoft-account.ts'
import {
  MESSAGES_INPUT,
  listNewest,
  parseControlRequest,
  serveAccountRoutes,
  type ProviderAccounts,
} from './account-routes.ts'
import type { Accounts } from './accounts.ts'

/** The part of the control API that is about Microsoft accounts. */
export const MICROSOFT_CONTROL = '/_control/microsoft/'

const CREATE = z.strictObject({
  email: z.email(),
  displayName: z.string().exactOptional(),
  kind: z.enum(['work', 'personal']).exactOptional(),
  messages: MESSAGES_INPUT.exactOptional(),
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
  const call = parseControlRequest(request, MICROSOFT_CONTROL.slice(0, -1))
  const account = (): MicrosoftAccount => accounts.microsoft(call.email)
  const kind: ProviderAccounts<MicrosoftAccount> = {
    list: () => accounts.listMicrosoft(),
    create: (input) => accounts.createMicrosoft(CREATE.parse(input)),
    get: (email) => accounts.microsoft(email),
    summary,
    serverState: serverState,
  }
  switch (call.route) {
    case 'POST /accounts/*/messages':
      changeMessages(account(), CHANGE.parse(call.body()))
      return jsonResponse(200, {})
    case 'POST /accounts/*/folders':
      changeFolder(account(), FOLDER.parse(call.body()))
      return jsonResponse(200, {})
    case 'POST /accounts/*/expireDelta':
      account().expireDelta()
      return jsonResponse(200, {})
    default:
      return (
        serveAccountRoutes(accounts, kind, call) ??
        jsonResponse(404, { error: `The control API has no ${request.verb} ${request.path}` })
      )
  }
}

function changeMessages(account: MicrosoftAccount, wanted: z.infer<typeof CHANGE>): void {
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

function serverState(account: MicrosoftAccount, limit: number): Record<string, unknown> {
  const newest = listNewest(account.messages(), limit, messageJson)
  return { ...summary(account), folders: account.folders(), newest }
}

function messageJson({ raw, ...message }: OutlookServerMessage): Record<string, unknown> {
  return { ...message, raw: raw.toString('base64') }
}
