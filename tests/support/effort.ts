/**
 * How many times as much the specifications try that search for faults (seeds, moments of a kill):
 * MAILMANAGER_TEST_EFFORT, a whole number from 1. `npm run test:long` sets it; otherwise it is 1.
 */
export const EFFORT = readEffort(process.env['MAILMANAGER_TEST_EFFORT'])

function readEffort(text: string | undefined): number {
  if (text === undefined) return 1
  const effort = Number(text)
  if (Number.isInteger(effort) && effort >= 1) return effort
  throw new Error(`MAILMANAGER_TEST_EFFORT is a whole number from 1, not "${text}".`)
}
