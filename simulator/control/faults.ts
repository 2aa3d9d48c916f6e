import type { ApiResponse } from '../http/request-and-response.ts'
import { applyFaultsAfter, applyFaultsBefore, type CreateFaultResponse } from './fault-actions.ts'
import { createRandom } from './seeded-random.ts'
import type { Simulation } from './simulation.ts'

/** Which calls a rule is for. Absent fields match everything. */
export interface FaultMatch {
  /** Method name as in the ledger: `messages.get`, `drafts.send`, `oauth.token`, `batch`. */
  method?: string
  /** A regular expression over path and query. */
  path?: string
  account?: string
  /** true: only parts of batches; false: only requests of their own. */
  part?: boolean
}

export type FaultAction =
  | {
      status: number
      body?: unknown
      /** Seconds, or any text: a date, a negative or a huge number. */
      retryAfter?: number | string
    }
  /** `before`: nothing is done. `after`: the work is done, the answer is lost. */
  | { dropConnection: 'before' | 'after' }
  /** Simulator time. */
  | { delayMs: number }
  /** The answer breaks off half way, after headers that promise all of it. */
  | { truncateBody: true }
  /** A page of HTML instead of JSON; `true` is 502, a number is its status. */
  | { htmlErrorPage: true | number }
  /** The account's history is too old from now on; the call itself is then served. */
  | { expireHistory: true }
  /** The account's grants are withdrawn; the call itself then fails with 401. */
  | { revokeGrant: true }
  /** The sent copy shows up in lists and history only after this much simulator time. */
  | {
      lateSentMs: number
      /** At Microsoft: the draft stands until then, instead of being nowhere. */
      draftRemains?: boolean
    }
  /**
   * In every object of the answer that bears one of these ids, these fields get this value (null by
   * default) where the answer has them; `remove` leaves them out. Real services do all three.
   */
  | {
      spoilFields: { ids: readonly string[]; fields: readonly string[]; value?: unknown }
      remove?: true
    }
  /** For `batch`: this share of its parts fails with 403 or 429, seeded. */
  | { partialBatch: number }

export interface FaultRule {
  match: FaultMatch
  /** How often it strikes; absent: always. */
  times?: number
  /** Chance of striking each time, 0–1, seeded; absent: 1. */
  probability?: number
  /** Matching calls to let pass before it may strike; default 0. */
  skip?: number
  action: FaultAction
}

export interface FaultCall {
  method: string
  path: string
  account: string | null
  part: boolean
}

export interface Faults {
  /** Answers an id for `remove`. */
  add(rule: FaultRule): number
  remove(id: number): void
  clear(): void
  list(): { id: number; rule: FaultRule; struck: number }[]
}

export interface FaultScript extends Faults {
  /** The actions that strike this call, in the order the rules were added. */
  actionsFor(call: FaultCall): FaultAction[]
  /** Seeded chance, for partial failures. */
  chance(probability: number): boolean
  /** What the actions do before the work: a response in its place, or null to go on. */
  before(
    simulation: Simulation,
    actions: readonly FaultAction[],
    account: string | null,
    injectedError: CreateFaultResponse,
  ): Promise<ApiResponse | null>
  /** What they do after the work: the response is lost, cut or spoilt. */
  after(actions: readonly FaultAction[], response: ApiResponse): ApiResponse
}

export function createFaultScript(seed: number): FaultScript {
  const random = createRandom(seed)
  const rules = new Map<
    number,
    { rule: FaultRule; path: RegExp | null; seen: number; struck: number }
  >()
  let nextId = 1

  return {
    add: (rule) => {
      const path = rule.match.path === undefined ? null : new RegExp(rule.match.path, 'u')
      rules.set(nextId, { rule, path, seen: 0, struck: 0 })
      return nextId++
    },
    remove: (id) => void rules.delete(id),
    clear: () => rules.clear(),
    list: () => [...rules].map(([id, { rule, struck }]) => ({ id, rule, struck })),
    actionsFor: (call) => {
      const actions: FaultAction[] = []
      for (const entry of rules.values()) {
        const { rule } = entry
        if (!matches(rule.match, entry.path, call)) continue
        if (rule.times !== undefined && entry.struck >= rule.times) continue
        entry.seen += 1
        if (entry.seen <= (rule.skip ?? 0)) continue
        if (rule.probability !== undefined && !random.chance(rule.probability)) continue
        entry.struck += 1
        actions.push(rule.action)
      }
      return actions
    },
    chance: (probability) => random.chance(probability),
    before: applyFaultsBefore,
    after: applyFaultsAfter,
  }
}

function matches(match: FaultMatch, path: RegExp | null, call: FaultCall): boolean {
  if (match.method !== undefined && match.method !== call.method) return false
  if (match.account !== undefined && match.account.toLowerCase() !== call.account) return false
  if (match.part !== undefined && match.part !== call.part) return false
  return path === null || path.test(call.path)
}
