// Runs a TypeScript file as it is, after one clear line where this Node cannot. Plain JavaScript,
// because an older Node must be able to read it.
import { resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

/** The oldest Node.js that runs TypeScript without a flag and has what the program uses. */
const OLDEST = [22, 18]

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(
    `MailManager needs Node.js ${OLDEST.join('.')} or newer; this is ${process.versions.node}. On ` +
      'Linux and Windows `npm ci` brings one along; elsewhere get it from https://nodejs.org.\n',
  )
  process.exit(1)
}
const [file = ''] = process.argv.splice(2, 1)
await import(pathToFileURL(resolve(import.meta.dirname, '..', file)).href)
