import { createRandom, mixSeed, type Random } from '../../simulator/control/seeded-random.ts'
import { PROVIDER_CHANGES, WEIGHTS, type ProviderChange } from './provider-side.ts'

/**
 * One decision of the plan. What it is done to is chosen by `random` from what exists at the
 * provider, which only the plan changes: a seed decides everything, however fast the machine is.
 */
export interface Step {
  /** Which of the accounts, from 0. */
  account: number
  action:
    | { kind: 'provider'; change: ProviderChange }
    /** The person marks mail, through the use case. */
    | { kind: 'mark'; isRead: boolean }
    /** Somebody asks for a sync and does not wait for it. */
    | { kind: 'ask' }
    /** Somebody asks for a sync and waits. */
    | { kind: 'sync' }
    | { kind: 'wake' }
    /** The program ends in the middle of whatever it does, and starts again. */
    | { kind: 'restart' }
  /** How many turns of the event loop what is under way gets before the next step. */
  turns: number
  random: Random
}

/** Steps between two moments at which everything is brought to rest and compared. */
export const STEPS_PER_EPISODE = 50

/** Whether an episode has faults, and the randomness that chooses them. */
export interface Episode {
  hasFaults: boolean
  random: Random
}

export function episodeOf(seed: number, episode: number): Episode {
  const random = createRandom(mixSeed(seed, episode, 0xe915))
  return { hasFaults: random.chance(0.6), random }
}

/** The step of this number. It depends on the seed and the number only. */
export function stepOf(seed: number, number: number, accounts: number): Step {
  const random = createRandom(mixSeed(seed, number))
  return {
    account: random.below(accounts),
    action: actionOf(random),
    turns: random.chance(0.5) ? 0 : random.below(60),
    random,
  }
}

function actionOf(random: Random): Step['action'] {
  const die = random.next()
  if (die < 0.13) return { kind: 'mark', isRead: random.chance(0.5) }
  if (die < 0.2) return { kind: 'ask' }
  if (die < 0.25) return { kind: 'sync' }
  if (die < 0.26) return { kind: 'wake' }
  if (die < 0.275) return { kind: 'restart' }
  return { kind: 'provider', change: weighted(random) }
}

function weighted(random: Random): ProviderChange {
  const sum = PROVIDER_CHANGES.reduce((total, change) => total + WEIGHTS[change], 0)
  let left = random.below(sum)
  for (const change of PROVIDER_CHANGES) {
    left -= WEIGHTS[change]
    if (left < 0) return change
  }
  return 'arrive'
}
