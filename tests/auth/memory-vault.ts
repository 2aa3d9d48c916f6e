import type { TokenVault } from '#core/ports/services.ts'

/** A vault for tests of what uses one. */
export function memoryVault(): TokenVault & { entries: Map<string, string> } {
  const entries = new Map<string, string>()
  return {
    entries,
    get: (name) => Promise.resolve(entries.get(name) ?? null),
    set: (name, secret) => {
      entries.set(name, secret)
      return Promise.resolve()
    },
    delete: (name) => {
      entries.delete(name)
      return Promise.resolve()
    },
  }
}
