/** Which of Google's two tables of quota costs applies to a Google Cloud project. */
export type QuotaProfile = 'current' | 'legacy'

/** The Gmail methods that the adapter calls, named as in Google's table of quota costs. */
export type GmailMethod =
  | 'users.getProfile'
  | 'settings.sendAs.list'
  | 'labels.list'
  | 'messages.list'
  | 'messages.get'
  | 'messages.modify'
  | 'messages.batchModify'
  | 'messages.attachments.get'
  | 'threads.get'
  | 'history.list'
  | 'drafts.create'
  | 'drafts.get'
  | 'drafts.delete'
  | 'drafts.send'

export interface QuotaTable {
  /** Quota units that one user may use in any 60 seconds. */
  unitsPerMinute: number
  /** Quota units per call. */
  costs: Readonly<Record<GmailMethod, number>>
}

const LEGACY: QuotaTable = {
  unitsPerMinute: 15_000,
  costs: {
    'users.getProfile': 1,
    'settings.sendAs.list': 1,
    'labels.list': 1,
    'messages.list': 5,
    'messages.get': 5,
    'messages.modify': 5,
    'messages.batchModify': 50,
    'messages.attachments.get': 5,
    'threads.get': 10,
    'history.list': 2,
    'drafts.create': 10,
    'drafts.get': 5,
    'drafts.delete': 10,
    'drafts.send': 100,
  },
}

/**
 * Google's two tables of quota costs (Gmail API usage limits). `legacy` applies to projects that were
 * active before May 2026. Not all draft and attachment costs of `current` are published; if the real
 * costs are higher, the rate limiter lowers its budget when Gmail throttles (rate-limiter.ts).
 */
export const QUOTA_TABLES: Readonly<Record<QuotaProfile, QuotaTable>> = {
  legacy: LEGACY,
  current: {
    unitsPerMinute: 6_000,
    costs: {
      ...LEGACY.costs,
      'messages.get': 20,
      'messages.attachments.get': 20,
      'threads.get': 40,
    },
  },
}
