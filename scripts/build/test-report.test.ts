import { describe, expect, it } from 'vitest'
import { countTestResults, slowestFiles } from './test-report.ts'

const file = (status: string, ...tests: string[]) => ({
  name: '/project/some.test.ts',
  startTime: 0,
  endTime: 0,
  status,
  assertionResults: tests.map((each) => ({ status: each })),
})

describe('the last line of npm test', () => {
  it('counts tests', () => {
    const report = { numPassedTests: 3, numFailedTests: 1, testResults: [file('failed', 'failed')] }
    expect(countTestResults(report, 1)).toEqual({ passed: 3, failed: 1 })
  })

  it('counts a file that could not be loaded', () => {
    const report = { numPassedTests: 3, numFailedTests: 0, testResults: [file('failed')] }
    expect(countTestResults(report, 1)).toEqual({ passed: 3, failed: 1 })
  })

  it('never calls a run good that ended badly', () => {
    const report = { numPassedTests: 3, numFailedTests: 0, testResults: [file('passed', 'passed')] }
    expect(countTestResults(report, 1)).toEqual({ passed: 3, failed: 1 })
    expect(countTestResults(report, null)).toEqual({ passed: 3, failed: 1 })
    expect(countTestResults(null, 0)).toEqual({ passed: 0, failed: 0 })
    expect(countTestResults(null, 1)).toEqual({ passed: 0, failed: 1 })
    expect(countTestResults(report, 0)).toEqual({ passed: 3, failed: 0 })
  })
})

describe('the slowest test files', () => {
  const timed = (name: string, ms: number) => ({
    ...file('passed', 'passed'),
    name,
    startTime: 5_000,
    endTime: 5_000 + ms,
  })
  const report = {
    numPassedTests: 3,
    numFailedTests: 0,
    testResults: [
      timed('/project/src/quick.test.ts', 20),
      timed('/project/tests/slow.test.ts', 12_340),
      timed('/project/tests/middle.test.ts', 900),
    ],
  }

  it('come slowest first, in seconds, no more than asked for', () => {
    expect(slowestFiles(report, '/project', 2)).toEqual([
      { file: 'tests/slow.test.ts', seconds: 12.34 },
      { file: 'tests/middle.test.ts', seconds: 0.9 },
    ])
  })

  it('are none without a report', () => {
    expect(slowestFiles(null, '/project', 10)).toEqual([])
  })
})
