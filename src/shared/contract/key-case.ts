/**
 * TypeScript and IPC use camelCase, HTTP uses snake_case. Keys only: values are never touched.
 * Maps whose keys are data would be mangled, so the contract has none (headers are lists).
 */

export function snakeKey(key: string): string {
  return key.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)
}

export function camelKey(key: string): string {
  return key.replace(/_([a-z0-9])/gu, (_match, letter: string) => letter.toUpperCase())
}

/** A copy with every object key in snake_case, at any depth. */
export function toSnakeKeys(value: unknown): unknown {
  return mapKeys(value, snakeKey)
}

/** A copy with every object key in camelCase, at any depth. */
export function toCamelKeys(value: unknown): unknown {
  return mapKeys(value, camelKey)
}

function mapKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((entry) => mapKeys(entry, rename))
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [rename(key), mapKeys(entry, rename)]),
  )
}
