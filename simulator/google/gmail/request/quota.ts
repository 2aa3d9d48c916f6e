export type QuotaProfile = 'legacy' | 'current'

export interface QuotaTable {
  unitsPerMinute: number
  /** Units by method; methods that are not listed cost `other`. */
  costs: Readonly<Record<string, number>>
  other: number
}

/**
 * Google's published costs for projects made before May 2026.
 * Confirmed by its table: all but threads.get, which is general knowledge.
 */
const LEGACY: QuotaTable = {
  unitsPerMinute: 15_000,
  other: 5,
  costs: {
    'users.getProfile': 1,
    'messages.list': 5,
    'messages.get': 5,
    'messages.modify': 5,
    'messages.batchModify': 50,
    'messages.trash': 5,
    'messages.untrash': 5,
    'messages.delete': 10,
    'messages.batchDelete': 50,
    'messages.send': 100,
    'messages.attachments.get': 5,
    'threads.list': 10,
    'threads.get': 10,
    'threads.modify': 10,
    'threads.trash': 10,
    'threads.untrash': 10,
    'threads.delete': 20,
    'labels.list': 1,
    'labels.get': 1,
    'labels.create': 5,
    'labels.update': 5,
    'labels.patch': 5,
    'labels.delete': 5,
    'drafts.list': 5,
    'drafts.get': 5,
    'drafts.create': 10,
    'drafts.update': 15,
    'drafts.delete': 10,
    'drafts.send': 100,
    'history.list': 2,
    'settings.sendAs.list': 1,
  },
}

/**
 * Costs for projects made from 1 May 2026. Confirmed: the budget, messages.list, history.list and
 * sending; messages.get 20 and threads.get 40 through one secondary source. Attachments at 20 and
 * the draft costs, kept as they were, are not confirmed.
 */
const CURRENT: QuotaTable = {
  unitsPerMinute: 6_000,
  other: 5,
  costs: {
    ...LEGACY.costs,
    'messages.get': 20,
    'threads.get': 40,
    'messages.attachments.get': 20,
  },
}

export const QUOTAS: Readonly<Record<QuotaProfile, QuotaTable>> = {
  legacy: LEGACY,
  current: CURRENT,
}

export function costOf(profile: QuotaProfile, method: string): number {
  const table = QUOTAS[profile]
  return table.costs[method] ?? table.other
}

export interface QuotaWindow {
  /** Spends units where the last 60 seconds leave room for them; answers whether they did. */
  spend(account: string, units: number): boolean
  used(account: string): number
  reset(): void
}

const WINDOW_MS = 60_000

/** A rolling minute per user, on the simulator's clock. */
export function createQuotaWindow(limit: () => number, now: () => number): QuotaWindow {
  const windows = new Map<string, { at: number[]; units: number[]; first: number; sum: number }>()

  const windowOf = (
    account: string,
  ): { at: number[]; units: number[]; first: number; sum: number } => {
    const window = windows.get(account) ?? { at: [], units: [], first: 0, sum: 0 }
    windows.set(account, window)
    const oldest = now() - WINDOW_MS
    while (window.first < window.at.length && (window.at[window.first] ?? 0) <= oldest) {
      window.sum -= window.units[window.first] ?? 0
      window.first += 1
    }
    if (window.first > 4_096) {
      window.at = window.at.slice(window.first)
      window.units = window.units.slice(window.first)
      window.first = 0
    }
    return window
  }

  return {
    spend: (account, units) => {
      const window = windowOf(account)
      if (window.sum + units > limit()) return false
      window.at.push(now())
      window.units.push(units)
      window.sum += units
      return true
    },
    used: (account) => windowOf(account).sum,
    reset: () => windows.clear(),
  }
}
