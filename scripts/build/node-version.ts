/** The oldest Node.js that runs TypeScript without a flag and has what the program uses. */
const OLDEST = [22, 18] as const

/** Ends the process with one clear line where this Node.js is too old. */
export function requireNodeVersion(version = process.versions.node): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
  process.stderr.write(
    `MailManager needs Node.js ${OLDEST.join('.')} or newer; this is ${version}. ` +
      'Start it with `npm run …`, which uses the Node.js that `npm ci` installed.\n',
  )
  process.exit(1)
}
