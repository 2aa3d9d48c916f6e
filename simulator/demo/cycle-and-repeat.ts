/** The item of a list for the n-th time, going round. */
export function cycle<const Items extends readonly [unknown, ...unknown[]]>(
  items: Items,
  n: number,
): Items[number] {
  return items[n % items.length]
}

/** `count` things, numbered from 0, the newest first. */
export function repeat<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n))
}
