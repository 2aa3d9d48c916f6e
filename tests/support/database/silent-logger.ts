import type { Logger } from '#core/ports/services.ts'

/** Hears everything, says nothing. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
