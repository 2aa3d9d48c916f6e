import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countTestResults, slowestFiles, type VitestReport } from './test-report.ts'
import { ROOT } from './build-if-needed.ts'

/**
 * Runs vitest with these arguments, showing its output as it comes, then prints the ten slowest
 * test files and one last line `N passed, N failed`, and answers the exit code.
 */
export function runVitest(args: readonly string[], env: Record<string, string> = {}): number {
  const folder = mkdtempSync(join(tmpdir(), 'mailmanager-report-'))
  const file = join(folder, 'report.json')
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
  const run = spawnSync(
    process.execPath,
    [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args],
    { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } },
  )
  const report = readReport(file)
  const { passed, failed } = countTestResults(report, run.status)
  rmSync(folder, { recursive: true, force: true })
  const slowest = slowestFiles(report, ROOT, 10)
  if (slowest.length > 0) process.stdout.write('Slowest test files (seconds):\n')
  for (const { file: path, seconds } of slowest)
    process.stdout.write(`${seconds.toFixed(1).padStart(8)}  ${path}\n`)
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  return failed === 0 ? 0 : 1
}

function readReport(file: string): VitestReport | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport
  } catch (error) {
    process.stderr.write(`vitest left no report: ${String(error)}\n`)
    return null
  }
}
