import { z } from 'zod'
import { deleted, id, isoTime, storedError } from './fields.ts'
import { operation } from './operation.ts'
import { accountStatusSchema, providerSchema } from './enums.ts'

const displayLabel = z.string().trim().min(1).max(120)

/** An address besides the account’s own that mail may be sent from. */
export const accountAlias = z.object({
  address: z.string(),
  /** Empty: the account’s name is used. */
  name: z.string(),
  /** The provider writes new mail from it. */
  isDefault: z.boolean(),
  replyTo: z.string().nullable(),
})

const days = z.int().min(1).max(36_500)

export const account = z.object({
  accountId: id,
  mailboxId: id,
  provider: providerSchema,
  displayLabel: z.string(),
  /** Null until the account has been connected once. */
  emailAddress: z.string().nullable(),
  status: accountStatusSchema,
  /** The name that mail leaves with; empty where none is known. */
  name: z.string(),
  /** Addresses that `emails.send` takes as `from` besides the account’s own. */
  aliases: z.array(accountAlias),
  colour: z.string(),
  /** True for an account of the built-in demo provider. */
  isDemo: z.boolean(),
  /** The person stopped its sync. */
  isPaused: z.boolean(),
  /** How many days back mail is fetched; null for everything. */
  syncDays: days.nullable(),
  /** The day that was, when it was chosen; null for everything. */
  syncSince: isoTime.nullable(),
  /** Bodies of older mail are fetched when opened and not kept; null keeps every one. */
  offlineDays: days.nullable(),
  unread: z.int(),
  lastSyncedAt: isoTime.nullable(),
  lastError: storedError.nullable(),
  createdAt: isoTime,
})
export type Account = z.infer<typeof account>

const path = { mailboxId: id, accountId: id }
const ACCOUNTS = '/api/mailboxes/{mailbox_id}/accounts' as const
const ACCOUNT = `${ACCOUNTS}/{account_id}` as const

export const accountOperations = {
  'accounts.create': operation({
    kind: 'command',
    summary: 'Add an account to a mailbox; it is connected in a second step',
    http: { method: 'POST', path: ACCOUNTS },
    access: 'user',
    owner: { mailbox: 'mailboxId' },
    input: z.object({
      mailboxId: id,
      provider: providerSchema,
      displayLabel: displayLabel.optional(),
      colour: z
        .string()
        .regex(/^#[0-9a-f]{6}$/iu)
        .optional(),
    }),
    output: account,
    errors: ['mailbox_not_found'],
    announces: ['mailboxes.changed'],
  }),
  'accounts.list': operation({
    kind: 'query',
    summary: 'The accounts of a mailbox',
    http: { method: 'GET', path: ACCOUNTS },
    access: 'user',
    owner: { mailbox: 'mailboxId' },
    input: z.object({ mailboxId: id }),
    output: z.array(account),
    errors: ['mailbox_not_found'],
  }),
  'accounts.get': operation({
    kind: 'query',
    summary: 'One account with its status',
    http: { method: 'GET', path: ACCOUNT },
    access: 'user',
    owner: { mailbox: 'mailboxId', account: 'accountId' },
    input: z.object(path),
    output: account,
    errors: ['mailbox_not_found', 'account_not_found'],
  }),
  'accounts.update': operation({
    kind: 'command',
    summary:
      'Change an account’s label, name, colour, how far back it syncs and what it keeps offline',
    http: { method: 'PATCH', path: ACCOUNT },
    access: 'user',
    owner: { mailbox: 'mailboxId', account: 'accountId' },
    input: z.object({
      ...path,
      displayLabel: displayLabel.optional(),
      /** The name that mail leaves with. Empty takes the provider’s again. */
      name: z.string().trim().max(120).optional(),
      colour: z
        .string()
        .regex(/^#[0-9a-f]{6}$/iu)
        .optional(),
      /**
       * Less than before removes older mail from this device, never at the provider; more fetches
       * it. Null is everything.
       */
      syncDays: days.nullable().optional(),
      /** Null keeps every body. */
      offlineDays: days.nullable().optional(),
    }),
    output: account,
    errors: ['mailbox_not_found', 'account_not_found'],
    announces: ['mailboxes.changed', 'sync.progress', 'messages.changed'],
  }),
  'accounts.pause': operation({
    kind: 'command',
    summary: 'Stop fetching mail for an account until it is resumed; sending goes on',
    http: { method: 'POST', path: `${ACCOUNT}/pause` },
    access: 'user',
    owner: { mailbox: 'mailboxId', account: 'accountId' },
    input: z.object(path),
    output: account,
    errors: ['mailbox_not_found', 'account_not_found'],
    announces: ['mailboxes.changed', 'sync.progress'],
  }),
  'accounts.resume': operation({
    kind: 'command',
    summary: 'Fetch mail again for an account that was paused',
    http: { method: 'POST', path: `${ACCOUNT}/resume` },
    access: 'user',
    owner: { mailbox: 'mailboxId', account: 'accountId' },
    input: z.object(path),
    output: account,
    errors: ['mailbox_not_found', 'account_not_found'],
    announces: ['mailboxes.changed', 'sync.progress'],
  }),
  'accounts.delete': operation({
    kind: 'command',
    summary: 'Revoke the grant at the provider and remove the account’s tokens, mail and drafts',
    http: { method: 'DELETE', path: ACCOUNT },
    access: 'user',
    owner: { mailbox: 'mailboxId', account: 'accountId' },
    input: z.object(path),
    output: deleted.extend({
      /**
       * False when the provider could not be told, or was not because another account here uses
       * the same sign-in; the person may revoke it there by hand.
       */
      grantRevoked: z.boolean(),
    }),
    errors: ['mailbox_not_found', 'account_not_found'],
    announces: ['mailboxes.changed'],
  }),
  'accounts.connect': operation({
    kind: 'command',
    summary: 'Start the loopback sign-in; the outcome comes as status and as an event',
    http: { method: 'POST', path: `${ACCOUNT}/connect` },
    access: 'user',
    owner: { mailbox: 'mailboxId', account: 'accountId' },
    input: z.object(path),
    output: z.object({ authorizationUrl: z.url(), expiresAt: isoTime }),
    errors: [
      'mailbox_not_found',
      'account_not_found',
      'account_misconfigured',
      'app_credentials_missing',
      'app_credentials_invalid',
      'credential_file_error',
      'token_store_unavailable',
      'account_connect_auth_error',
    ],
    announces: ['account.connected', 'account.status'],
  }),
  'accounts.cancelConnect': operation({
    kind: 'command',
    summary: 'Stop waiting for a sign-in that was started',
    http: { method: 'DELETE', path: `${ACCOUNT}/connect` },
    access: 'user',
    owner: { mailbox: 'mailboxId', account: 'accountId' },
    input: z.object(path),
    output: account,
    errors: ['mailbox_not_found', 'account_not_found'],
    announces: ['account.status'],
  }),
  'accounts.credentials': operation({
    kind: 'query',
    summary: 'Which provider clients (OAuth applications) are set up, and from where',
    http: { method: 'GET', path: '/api/provider-credentials' },
    access: 'user',
    owner: 'none',
    input: z.object({}),
    output: z.array(
      z.object({
        provider: providerSchema,
        source: z.enum(['environment', 'imported', 'none']),
        clientId: z.string().nullable(),
        problem: z.string().nullable(),
      }),
    ),
    errors: [],
  }),
  'accounts.importCredentials': operation({
    kind: 'command',
    summary: 'Keep a provider’s client JSON in the token store; an environment path wins over it',
    http: { method: 'PUT', path: '/api/provider-credentials/{provider}' },
    access: 'admin',
    owner: 'none',
    input: z.object({
      provider: providerSchema,
      /** The file’s text, or its parsed content. */
      credentials: z.union([z.string().max(100_000), z.record(z.string(), z.unknown())]),
    }),
    output: z.object({ provider: providerSchema, clientId: z.string() }),
    errors: ['app_credentials_invalid', 'token_store_unavailable'],
    announces: ['settings.changed'],
  }),
}
