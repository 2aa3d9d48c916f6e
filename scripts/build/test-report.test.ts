import { describe, expect, it } from 'vitest'
import { countResults } from './test-report.ts'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
})

describe('the last line of npm test', () => {
  it('counts tests', () => {
    const report = { numPassedTests: 3, numFailedTests: 1, testResults: [file('failed', 'failed')] }
    expect(countResults(report, 1)).toEqual({ passed: 3, failed: 1 })
  })

  it('counts a file that could not be loaded', () => {
    const report = { numPassedTests: 3, numFailedTests: 0, testResults: [file('failed')] }
    expect(countResults(report, 1)).toEqual({ passed: 3, failed: 1 })
  })

  it('never calls a run good that ended badly', () => {
    const report = { numPassedTests: 3, numFailedTests: 0, testResults: [file('passed', 'passed')] }
    expect(countResults(report, 1)).toEqual({ passed: 3, failed: 1 })
    expect(countResults(report, null)).toEqual({ passed: 3, failed: 1 })
    expect(countResults(null, 0)).toEqual({ passed: 0, failed: 0 })
    expect(countResults(null, 1)).toEqual({ passed: 0, failed: 1 })
    expect(countResults(report, 0)).toEqual({ passed: 3, failed: 0 })
  })
})
