import type { Dialect } from '../support/database/test-store.ts'

const SHOWN = 20
const WIDTH = 400
/** Ids of both providers, as they stand in the reason. */
const ID = /[\w=-]{16,}/gu

/** What failed, the last steps before it, and the command that does exactly the same again. */
export function replayMessage(
  run: { seed: number; dialect: Dialect; steps: number },
  log: readonly string[],
  problems: readonly string[],
  error: unknown,
): string {
  const reason = error instanceof Error ? error.message : String(error)
  const ids = new Set([...reason.matchAll(ID)].map(([id]) => id))
  const isAbout = (line: string): boolean => [...ids].some((id) => line.includes(id))
  const last = log.slice(-SHOWN)
  const about = log.slice(0, -SHOWN).filter(isAbout)
  return [
    `Seed ${run.seed} (${run.dialect}): ${reason}`,
    'Earlier steps about the same:',
    ...about.slice(-SHOWN).map(shortened),
    'The last steps:',
    ...last.map(shortened),
    ...(problems.length > 0 ? ['What the core logged last:', ...problems.slice(-3)] : []),
    'Replay with:',
    `  MAILMANAGER_TRUTH_SEED=${run.seed} MAILMANAGER_TRUTH_STEPS=${run.steps} ` +
      `MAILMANAGER_TRUTH_DIALECT=${run.dialect} npm test -- tests/model/sync-model.test.ts`,
  ].join('\n')
}

function shortened(line: string): string {
  return `  ${line.length > WIDTH ? `${line.slice(0, WIDTH)}…` : line}`
}
