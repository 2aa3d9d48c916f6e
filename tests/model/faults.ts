import type { FaultAction, FaultRule, Simulator } from '#simulator/start-simulator.ts'
import type { Random } from '../../simulator/control/seeded-random.ts'
import { pickSome } from './provider-side.ts'

/** What a provider does in a bad hour. Rules count requests, so that they do not depend on time. */
const FAULTS: readonly ((simulator: Simulator, random: Random) => FaultRule['action'])[] = [
  () => ({ status: 429 }),
  () => ({ status: 429, retryAfter: 1 }),
  () => ({ status: 429, retryAfter: 0 }),
  () => ({ status: 429, retryAfter: -5 }),
  () => ({ status: 429, retryAfter: 'soon' }),
  () => ({ status: 429, retryAfter: 120 }),
  ({ clock }) => ({ status: 429, retryAfter: new Date(clock.now() + 5_000).toUTCString() }),
  () => ({ status: 500 }),
  () => ({ status: 503, retryAfter: 2 }),
  () => ({ status: 504 }),
  () => ({ htmlErrorPage: 502 }),
  () => ({ htmlErrorPage: 200 }),
  () => ({ truncateBody: true }),
  () => ({ dropConnection: 'before' }),
  () => ({ dropConnection: 'after' }),
  (_simulator, random) => ({ delayMs: 5 + random.below(30) }),
]

/** Gmail's way of saying that a quota is used up. */
const QUOTA_USED_UP: FaultAction = {
  status: 403,
  body: {
    error: {
      code: 403,
      message: 'User Rate Limit Exceeded',
      errors: [{ reason: 'userRateLimitExceeded', domain: 'usageLimits' }],
    },
  },
}

/** Adds a bad hour for one account to the fault script, and says which. */
export function addRandomFaults(simulator: Simulator, email: string, random: Random): string {
  const isGmail = simulator.accounts.list().some((account) => account.email === email)
  const batch = isGmail ? 'batch' : 'graph.batch'
  const get = isGmail ? 'messages.get' : 'graph.messages.get'
  const rules: FaultRule[] = pickSome(random, FAULTS, 4).map((trouble) => ({
    match: { account: email },
    skip: random.below(6),
    times: 1 + random.below(5),
    action: trouble(simulator, random),
  }))
  const more: FaultRule[] = [
    { match: { account: email, method: batch }, times: 4, action: { partialBatch: 0.4 } },
    { match: { account: email, method: get, part: true }, times: 30, action: { status: 503 } },
    { match: { account: email, part: false }, skip: 2, times: 1, action: { status: 401 } },
    { match: { account: email }, skip: 3, times: 1, action: { expireHistory: true } },
    ...(isGmail ? [{ match: { account: email }, times: 3, action: QUOTA_USED_UP }] : []),
  ]
  rules.push(...pickSome(random, more, 3))
  for (const rule of rules) simulator.faults.add(rule)
  return `trouble for ${email}: ${rules.map(({ action }) => JSON.stringify(action)).join(' ')}`
}
