import { describe, expect, it } from 'vitest'
import { EFFORT } from '../support/effort.ts'
import { DIALECTS, type Dialect } from '../support/database/test-store.ts'
import { STEPS_PER_EPISODE } from './plan.ts'
import { runPlan } from './run-plan.ts'

/**
 * Two Gmail and two Outlook accounts in one engine, changed from both sides, with faults, restarts
 * and expired cursors. MAILMANAGER_TRUTH_SEED runs one seed, MAILMANAGER_TRUTH_STEPS as many steps,
 * MAILMANAGER_TRUTH_DIALECT on one database; without them a few seeds run on both,
 * and EFFORT times as many in a long run.
 */
const { env } = process
const seed = env['MAILMANAGER_TRUTH_SEED']
const steps = Number(env['MAILMANAGER_TRUTH_STEPS'] ?? 1_000)
const dialect = DIALECTS.find((name) => name === env['MAILMANAGER_TRUTH_DIALECT']) ?? 'sqlite'

// Shorter plans beside the other tests; a long run has EFFORT times as many, twice as long.
const UNIT = EFFORT === 1 ? 50 : 100

const RUNS: { seed: number; steps: number; dialect: Dialect }[] =
  seed === undefined
    ? Array.from({ length: EFFORT }, (_, round) => [
        { seed: 3 * round + 1, steps: 4 * UNIT, dialect: 'sqlite' as const },
        { seed: 3 * round + 2, steps: 3 * UNIT, dialect: 'sqlite' as const },
        { seed: 3 * round + 3, steps: 2 * UNIT, dialect: 'postgres' as const },
      ]).flat()
    : [{ seed: Number(seed), steps, dialect }]

describe('whatever happens, on both sides and in between', () => {
  it.each(RUNS)(
    'everything here is as it is at the providers (seed $seed, $steps steps, $dialect)',
    async (run) => {
      const tally = await runPlan(run)
      expect(tally.steps).toBe(run.steps)
      expect(tally.comparedAtRest).toBeGreaterThan(run.steps / STEPS_PER_EPISODE)
      // A short plan may have no quiet moment in which somebody waits for a sync.
      expect(tally.comparedInBetween).toBeGreaterThanOrEqual(run.steps < 400 ? 0 : 1)
      expect(tally.faultsStruck).toBeGreaterThan(0)
    },
    600_000,
  )
})
