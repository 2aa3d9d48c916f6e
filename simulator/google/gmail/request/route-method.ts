import type { GmailMethod } from './gmail-call.ts'
import { DRAFT_METHODS } from '../endpoints/drafts.ts'
import { HISTORY_METHODS } from '../endpoints/history.ts'
import { LABEL_METHODS } from '../endpoints/labels.ts'
import { MESSAGE_METHODS } from '../endpoints/messages.ts'
import { PROFILE_METHODS } from '../endpoints/profile.ts'
import { THREAD_METHODS } from '../endpoints/threads.ts'

/** Every Gmail method served, literal paths before those with placeholders. */
export const GMAIL_METHODS: readonly GmailMethod[] = [
  ...PROFILE_METHODS,
  ...MESSAGE_METHODS,
  ...THREAD_METHODS,
  ...DRAFT_METHODS,
  ...LABEL_METHODS,
  ...HISTORY_METHODS,
]

export interface RoutedMethod {
  method: GmailMethod
  userId: string
  path: Record<string, string>
  isUpload: boolean
}

const ROUTES = GMAIL_METHODS.map((method) => ({
  method,
  pattern: new RegExp(
    `^(/upload)?/gmail/v1/users/(?<userId>[^/]+)${method.path.replace(/\{(\w+)\}/gu, '(?<$1>[^/]+)')}$`,
    'u',
  ),
}))

/** The method a request means, or null. */
export function routeMethod(verb: string, path: string): RoutedMethod | null {
  for (const { method, pattern } of ROUTES) {
    if (method.verb !== verb) continue
    const match = pattern.exec(path)
    if (!match) continue
    const isUpload = match[1] !== undefined
    if (isUpload && method.upload !== true) return null
    const { userId = '', ...values } = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([name, value]) => [name, safeDecode(value)]),
    )
    return { method, userId, path: values, isUpload }
  }
  return null
}

function safeDecode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
