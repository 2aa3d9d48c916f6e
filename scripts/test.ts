/** `npm test [-- vitest arguments]`: builds what the tests start, then runs them all. */
import { buildIfNeeded } from './build/build-if-needed.ts'
import { runVitest } from './build/run-vitest.ts'

buildIfNeeded()
process.exitCode = runVitest(process.argv.slice(2))
