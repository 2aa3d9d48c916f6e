import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countResults, type VitestReport } from './test-report.ts'
import { ROOT } from './build-if-needed.ts'

/**
 * Runs vitest with these arguments, showing its output as it comes, then prints one last line
 * `N passed, N failed` and answers the exit code.
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
  const { passed, failed } = countResults(readReport(file), run.status)
  rmSync(folder, { recursive: true, force: true })
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
