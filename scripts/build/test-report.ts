import { relative } from 'node:path'

/** One test file of a report; the times are milliseconds since 1970 and its path is absolute. */
interface ReportedFile {
  name: string
  startTime: number
  endTime: number
  status: string
  assertionResults: { status: string }[]
}

/** What vitest’s JSON reporter writes, as far as it is read here. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  testResults: ReportedFile[]
}

/**
 * Passed and failed tests. A file that could not be loaded counts as one failure, and so does a run
 * that ended badly without naming a failed test (an unhandled error, no report at all).
 */
export function countTestResults(
  report: VitestReport | null,
  exitCode: number | null,
): { passed: number; failed: number } {
  const passed = report?.numPassedTests ?? 0
  const brokenFiles = (report?.testResults ?? []).filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  const failed = (report?.numFailedTests ?? 0) + brokenFiles.length
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed }
}

/** The test files that took longest, slowest first, with paths relative to `root`. */
export function slowestFiles(
  report: VitestReport | null,
  root: string,
  count: number,
): { file: string; seconds: number }[] {
  return (report?.testResults ?? [])
    .map(({ name, startTime, endTime }) => ({
      file: relative(root, name),
      seconds: Math.max(0, endTime - startTime) / 1_000,
    }))
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, count)
}
