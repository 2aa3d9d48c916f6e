import { createCore } from '#core/create-core.ts'
import { readCoreConfig } from '#core/platform/config.ts'
import { createLogger } from '#core/platform/logger.ts'
import type { Core } from '#core/ports/core.ts'
import { createIpcServer } from '#hosts/ipc/ipc-server.ts'
import { parseToCore, type FromCore, type ToCore } from '#hosts/ipc/protocol.ts'

/**
 * The core as a process of its own, started by Electron's main process: a slow query here never
 * holds up the keyboard there. It ends when its parent does or asks it to.
 */
const port = process.parentPort
const logger = createLogger(process.env['MAILMANAGER_LOG_LEVEL'] ?? 'info')
let core: Core | null = null

async function stop(): Promise<void> {
  try {
    await core?.close()
    process.exit(0)
  } catch (error) {
    logger.error({ err: error }, 'the core did not close cleanly')
    process.exit(1)
  }
}

const ipcServer = createIpcServer({
  endpoint: {
    send: (message: FromCore) => port.postMessage(message),
    onMessage: (listener: (message: ToCore) => void) => {
      port.on('message', ({ data }: { data: unknown }) => {
        const message = parseToCore(data)
        if (message !== null) listener(message)
      })
    },
  },
  logger,
  onStop: () => void stop(),
})

try {
  core = await createCore(readCoreConfig(process.env), { logger, browser: ipcServer.browser })
  ipcServer.serve(core)
  await core.start()
} catch (error) {
  // The process stays until the other side has heard why and asks it to stop.
  ipcServer.refuse(error)
}
