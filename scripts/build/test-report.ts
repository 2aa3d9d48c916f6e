/** What vitest’s JSON reporter writes, as far as it is read here. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

/**
 * Passed and failed tests. A file that could not be loaded counts as one failure, and so does a run
 * that ended badly without naming a failed test (an unhandled error, no report at all).
 */
export function countResults(
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
