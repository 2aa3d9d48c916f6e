import { join } from 'node:path'
import { OperationError } from '#shared/errors.ts'
import { createCore } from '#core/create-core.ts'
import { readCoreConfig } from '#core/platform/config.ts'
import { createLogger } from '#core/platform/logger.ts'
import type { Core } from '#core/ports/core.ts'
import { createHttpHost } from '#hosts/http/http-server.ts'
import { readHttpHostSettings } from '#hosts/http/server-settings.ts'

/** The headless host, once it answers. */
export interface RunningServer {
  url: string
  /** Opens a session in a browser. Carries the token: show it to nobody but the owner. */
  entryUrl: string
  close(): Promise<void>
}

/**
 * Starts core and HTTP host. Prints the one line on standard output that says it answers; all else
 * goes to standard error.
 */
async function serve(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<RunningServer> {
  const settings = readHttpHostSettings(argv, env)
  const { dataDir } = settings
  const config = readCoreConfig(env, dataDir === undefined ? {} : { dataDir })
  const logger = createLogger(config.logLevel)
  const core = await createCore(config, { logger })
  const host = createHttpHost({
    ...settings,
    core,
    logger,
    version: config.version,
    rendererDir: join(import.meta.dirname, '../renderer'),
  })
  const url = await listenOrClose(host, core)
  await core.start()

  const entryUrl = `${url}/?token=${encodeURIComponent(settings.token)}`
  process.stdout.write(`MailManager listening on ${url}\n`)
  if (settings.tokenIsGenerated) process.stderr.write(`Open it in a browser: ${entryUrl}\n`)
  return {
    url,
    entryUrl,
    async close() {
      await host.close()
      await core.close()
    },
  }
}

async function listenOrClose(host: { listen(): Promise<string> }, core: Core): Promise<string> {
  try {
    return await host.listen()
  } catch (error) {
    await core.close()
    throw error
  }
}

/** The first signal stops cleanly; a second one does not wait. */
function stopOnSignals(server: RunningServer): void {
  let stopping = false
  const stop = (): void => {
    if (stopping) process.exit(130)
    stopping = true
    server.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

/** One plain line for the person, and the exit code that says it did not work. */
function fail(error: unknown): never {
  process.stderr.write(`${reasonOf(error)}\n`)
  process.exit(1)
}

function reasonOf(error: unknown): string {
  if (error instanceof OperationError) return error.message
  if (!(error instanceof Error)) return String(error)
  switch ('code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return 'The port is already in use. Choose another with --port, or stop the program that uses it.'
    case 'EACCES':
      return 'This account may not use that port or folder.'
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'This machine has no such address. Check --host.'
    default:
      return `MailManager could not start: ${error.message.split('\n')[0] ?? ''}`
  }
}

/** Resolves once the server answers; where it cannot start, the process has ended instead. */
export const running: RunningServer = await serve(process.argv.slice(2), process.env).then(
  (server) => {
    stopOnSignals(server)
    return server
  },
  fail,
)
