/** `npm run test:long [-- vitest arguments]`: the tests with more seeds and more kills. */
import { buildIfNeeded } from './build/build-if-needed.ts'
import { runVitest } from './build/run-vitest.ts'

buildIfNeeded()
process.exitCode = runVitest(process.argv.slice(2), {
  MAILMANAGER_TEST_EFFORT: process.env['MAILMANAGER_TEST_EFFORT'] ?? '5',
})
