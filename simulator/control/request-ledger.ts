/** What one method was asked for, and what came of it. */
export interface MethodCount {
  calls: number
  /** Quota units spent; a refused call spends none. */
  units: number
  /** Calls refused for quota or concurrency. */
  throttled: number
  /** Calls answered with 4xx or 5xx for any other reason. */
  failed: number
}

export interface LedgerSnapshot {
  /** HTTP requests to Google hosts; the control API does not count. */
  httpRequests: number
  batchRequests: number
  /** Parts inside batches. */
  batchParts: number
  /** Batches of more than 50 parts: allowed, but Google advises against them. */
  oversizedBatches: number
  units: number
  throttled: number
  methods: Record<string, MethodCount>
  accounts: Record<
    string,
    { units: number; throttled: number; methods: Record<string, MethodCount> }
  >
}

export interface LedgerCall {
  /** For example `messages.get`, `oauth.token`. */
  method: string
  account: string | null
  units: number
  status: number
  throttled: boolean
  isBatchPart: boolean
  /** Simulator clock, milliseconds since the epoch. */
  at: number
}

export interface Utilisation {
  units: number
  /** What the quota allows in that time at a steady rate. */
  ceiling: number
  share: number
  throttled: number
}

export interface Ledger {
  snapshot(): LedgerSnapshot
  /** The newest calls, oldest first, at most 200,000 of them. */
  calls(): readonly LedgerCall[]
  reset(): void
  /** Units an account spent between two simulator times, against a steady per-minute quota. */
  utilisation(email: string, from: number, to: number): Utilisation
}

export interface LedgerWriter extends Ledger {
  recordHttpRequest(): void
  recordBatch(parts: number): void
  recordCall(call: LedgerCall): void
}

const KEPT_CALLS = 200_000

export function createLedger(unitsPerMinute: () => number): LedgerWriter {
  let totals = emptyTotals()
  let calls: LedgerCall[] = []
  let spent = new Map<string, { at: number[]; units: number[]; throttledAt: number[] }>()

  const count = (into: Record<string, MethodCount>, call: LedgerCall): void => {
    const entry = (into[call.method] ??= { calls: 0, units: 0, throttled: 0, failed: 0 })
    entry.calls += 1
    entry.units += call.units
    if (call.throttled) entry.throttled += 1
    else if (call.status >= 400) entry.failed += 1
  }

  return {
    recordHttpRequest: () => {
      totals.httpRequests += 1
    },
    recordBatch: (parts) => {
      totals.batchRequests += 1
      totals.batchParts += parts
      if (parts > 50) totals.oversizedBatches += 1
    },
    recordCall: (call) => {
      calls.push(call)
      if (calls.length > KEPT_CALLS * 1.25) calls = calls.slice(-KEPT_CALLS)
      totals.units += call.units
      if (call.throttled) totals.throttled += 1
      count(totals.methods, call)
      if (call.account === null) return
      const account = (totals.accounts[call.account] ??= { units: 0, throttled: 0, methods: {} })
      account.units += call.units
      if (call.throttled) account.throttled += 1
      count(account.methods, call)
      const times = spent.get(call.account) ?? { at: [], units: [], throttledAt: [] }
      spent.set(call.account, times)
      if (call.throttled) times.throttledAt.push(call.at)
      else if (call.units > 0) {
        times.at.push(call.at)
        times.units.push(call.units)
      }
    },
    snapshot: () => structuredClone(totals),
    calls: () => calls.slice(-KEPT_CALLS),
    reset: () => {
      totals = emptyTotals()
      calls = []
      spent = new Map()
    },
    utilisation: (email, from, to) => {
      const times = spent.get(email.toLowerCase())
      let units = 0
      times?.at.forEach((at, index) => {
        if (at >= from && at <= to) units += times.units[index] ?? 0
      })
      const ceiling = (unitsPerMinute() * (to - from)) / 60_000
      const throttled = times?.throttledAt.filter((at) => at >= from && at <= to).length ?? 0
      return { units, ceiling, share: ceiling > 0 ? units / ceiling : 0, throttled }
    },
  }
}

function emptyTotals(): LedgerSnapshot {
  return {
    httpRequests: 0,
    batchRequests: 0,
    batchParts: 0,
    oversizedBatches: 0,
    units: 0,
    throttled: 0,
    methods: {},
    accounts: {},
  }
}
