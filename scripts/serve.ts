/**
 * `npm run serve -- --port 4580 --data-dir DIR --token TOKEN`: the headless host. It runs in this
 * very process, so signals and standard output are its own.
 */
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { buildIfNeeded, ROOT } from './build/build-if-needed.ts'

buildIfNeeded()
await import(pathToFileURL(join(ROOT, 'out/main/server.js')).href)
