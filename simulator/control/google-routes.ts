import { z } from 'zod'
import { json, type ApiResponse } from '../http/exchange.ts'
import {
  GENERATED,
  newestOf,
  serveAccountCall,
  type AccountKind,
  type ControlCall,
} from './account-calls.ts'
import type { SimulatedAccount, TrueMessage } from './account-view.ts'
import type { Accounts } from './accounts.ts'

const CREATE = z.strictObject({
  email: z.email(),
  displayName: z.string().exactOptional(),
  messages: GENERATED.exactOptional(),
  labels: z.array(z.string()).exactOptional(),
})
const CHANGE = z.strictObject({
  ids: z.array(z.string()).min(1),
  add: z.array(z.string()).exactOptional(),
  remove: z.array(z.string()).exactOptional(),
  action: z.enum(['trash', 'untrash', 'delete']).exactOptional(),
})

/** Serves `/_control/accounts…`, or answers null. Throws on bad input; the caller words it. */
export function serveGoogleControl(accounts: Accounts, call: ControlCall): ApiResponse | null {
  const account = (): SimulatedAccount => accounts.get(call.email)
  const kind: AccountKind<SimulatedAccount> = {
    list: () => accounts.list(),
    create: (input) => accounts.create(CREATE.parse(input)),
    get: (email) => accounts.get(email),
    summary,
    truth,
  }
  switch (call.route) {
    case 'POST /accounts/*/messages': {
      const { ids, action, add = [], remove = [] } = CHANGE.parse(call.body())
      const target = account()
      if (add.length + remove.length > 0) target.modify(ids, { add, remove })
      if (action === 'delete') target.delete(ids)
      else if (action) for (const id of ids) target[action](id)
      return json(200, {})
    }
    case 'POST /accounts/*/labels':
      return json(
        201,
        account().createLabel(z.strictObject({ name: z.string() }).parse(call.body()).name),
      )
    case 'POST /accounts/*/expireHistory':
      account().expireHistory()
      return json(200, {})
    default:
      return serveAccountCall(accounts, kind, call)
  }
}

function summary(account: SimulatedAccount): Record<string, unknown> {
  return {
    email: account.email,
    displayName: account.displayName,
    messages: account.count(),
    historyId: account.historyId(),
  }
}

function truth(account: SimulatedAccount, limit: number): Record<string, unknown> {
  return {
    ...summary(account),
    labels: account.labels(),
    drafts: account.drafts().map(({ id, message }) => ({ id, message: plain(message) })),
    newest: newestOf(account.messages(), limit, plain),
  }
}

function plain(message: TrueMessage): Record<string, unknown> {
  const { id, threadId, labelIds, internalDate, historyId } = message
  return { id, threadId, labelIds, internalDate, historyId, raw: message.raw.toString('base64') }
}
