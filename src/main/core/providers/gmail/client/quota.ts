/** Which of Google's price lists a Google Cloud project has; see docs for when each applies. */
export type QuotaProfile = 'current' | 'legacy'

/** Gmail methods the adapter calls, as the price list names them. */
export type GmailMethod =
  | 'users.getProfile'
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
  /** Quota units one user may spend in any 60 seconds. */
  unitsPerMinute: number
  /** Quota units per call. */
  costs: Readonly<Record<GmailMethod, number>>
}

const LEGACY: QuotaTable = {
  unitsPerMinute: 15_000,
  costs: {
    'users.getProfile': 1,
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
 * Google's two price lists (Gmail API usage limits). `legacy` holds for projects active before May
 * 2026. The draft and attachment costs of `current` are not published everywhere; a list that turns
 * out dearer is learned from throttling (rate-limiter.ts).
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
