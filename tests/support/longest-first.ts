import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take long, longest first, as a run prints them at its end. */
const LONG = [
  'tests/model/sync-model.test.ts',
  'tests/sync/sync-window.test.ts',
  'tests/hostile-html/defence-layers.test.ts',
  'tests/e2e/settings.test.ts',
  'tests/e2e/connect-outlook.test.ts',
  'tests/providers/outlook/limits.test.ts',
  'tests/outbox/exactly-once.test.ts',
  'tests/providers/gmail/kill-and-resume.test.ts',
  'tests/providers/first-sync-through-faults.test.ts',
  'tests/backfills/killed-while-migrating.test.ts',
  'tests/e2e/user-journey-and-connect-gmail.test.ts',
  'tests/providers/outlook/sync-completeness.test.ts',
  'tests/integration/four-accounts.test.ts',
]

/**
 * Runs the longest files first: begun last, one of them would run alone while the other process waits.
 * Vitest knows how long files take only from an earlier run, which a fresh clone does not have.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((path) => moduleId.endsWith(path))
      return at === -1 ? LONG.length : at
    }
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
  }
}
