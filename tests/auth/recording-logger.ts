import type { Logger } from '#core/ports/services.ts'

/** Keeps every line, whole and unredacted, so that a test can look for what must not be in it. */
export function recordingLogger(): Logger & { lines: string[] } {
  const lines: string[] = []
  const log = (fields: Record<string, unknown>, message: string) => {
    lines.push(JSON.stringify({ message, ...fields }))
  }
  return { lines, debug: log, info: log, warn: log, error: log }
}
