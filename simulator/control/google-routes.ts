import { z } from 'zod'
import { jsonResponse, type ApiResponse } from '../http/request-and-response.ts'
import {
  MESSAGES_INPUT,
  listNewest,
  serveAccountRoutes,
  type ProviderAccounts,
  type ControlRequest,
} from './account-routes.ts'
import type { GoogleAccount, GmailServerMessage } from './google-account.ts'
import type { Accounts } from './accounts.ts'

const CREATE = z.strictObject({
  email: z.email(),
  displayName: z.string().exactOptional(),
  messages: MESSAGES_INPUT.exactOptional(),
  labels: z.array(z.string()).exactOptional(),
})
const CHANGE = z.strictObject({
  ids: z.array(z.string()).min(1),
  add: z.array(z.string()).exactOptional(),
  remove: z.array(z.string()).exactOptional(),
  action: z.enum(['trash', 'untrash', 'delete']).exactOptional(),
})

/** Serves `/_control/accounts…`, or answers null. Throws on bad input; the caller words it. */
export function serveGoogleControl(accounts: Accounts, call: ControlRequest): ApiResponse | null {
  const account = (): GoogleAccount => accounts.get(call.email)
  const kind: ProviderAccounts<GoogleAccount> = {
    list: () => accounts.list(),
    create: (input) => accounts.create(CREATE.parse(input)),
    get: (email) => accounts.get(email),
    summary,
    serverState: serverState,
  }
  switch (call.route) {
    case 'POST /accounts/*/messages': {
      const { ids, action, add = [], remove = [] } = CHANGE.parse(call.body())
      const target = account()
      if (add.length + remove.length > 0) target.modify(ids, { add, remove })
      if (action === 'delete') target.delete(ids)
      else if (action) for (const id of ids) target[action](id)
      return jsonResponse(200, {})
    }
    case 'POST /accounts/*/labels':
      return jsonResponse(
        201,
        account().createLabel(z.strictObject({ name: z.string() }).parse(call.body()).name),
      )
    case 'POST /accounts/*/expireHistory':
      account().expireHistory()
      return jsonResponse(200, {})
    default:
      return serveAccountRoutes(accounts, kind, call)
  }
}

function summary(account: GoogleAccount): Record<string, unknown> {
  return {
    email: account.email,
    displayName: account.displayName,
    messages: account.count(),
    historyId: account.historyId(),
  }
}

function serverState(account: GoogleAccount, limit: number): Record<string, unknown> {
  return {
    ...summary(account),
    labels: account.labels(),
    drafts: account.drafts().map(({ id, message }) => ({ id, message: messageJson(message) })),
    newest: listNewest(account.messages(), limit, messageJson),
  }
}

function messageJson(message: GmailServerMessage): Record<string, unknown> {
  const { id, threadId, labelIds, internalDate, historyId } = message
  return { id, threadId, labelIds, internalDate, historyId, raw: message.raw.toString('base64') }
}
