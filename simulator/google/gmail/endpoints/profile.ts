import type { gmail_v1 } from '@googleapis/gmail'
import { COMPOSE, MAIL_SCOPE, METADATA, MODIFY, READONLY, SETTINGS } from '../../oauth/scopes.ts'
import type { GmailMethod } from '../request/gmail-call.ts'

export const PROFILE_METHODS: readonly GmailMethod[] = [
  {
    name: 'users.getProfile',
    verb: 'GET',
    path: '/profile',
    scopes: [MAIL_SCOPE, MODIFY, COMPOSE, READONLY, METADATA],
    handle: ({ mailbox }) => {
      const threads = new Set(mailbox.order.map((row) => mailbox.columns.thread[row]))
      return {
        emailAddress: mailbox.email,
        messagesTotal: mailbox.order.length,
        threadsTotal: threads.size,
        historyId: String(mailbox.history.current()),
      } satisfies gmail_v1.Schema$Profile
    },
  },
  {
    name: 'settings.sendAs.list',
    verb: 'GET',
    path: '/settings/sendAs',
    scopes: [MAIL_SCOPE, MODIFY, READONLY, SETTINGS],
    handle: ({ mailbox }) =>
      ({
        sendAs: [
          {
            sendAsEmail: mailbox.email,
            displayName: mailbox.displayName,
            replyToAddress: '',
            signature: '',
            isPrimary: true,
            isDefault: !mailbox.sendAs.some(({ isDefault }) => isDefault === true),
          },
          ...mailbox.sendAs,
        ],
      }) satisfies gmail_v1.Schema$ListSendAsResponse,
  },
]
