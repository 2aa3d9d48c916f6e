/** When an attempt in doubt is probed and a failed one repeated; all in milliseconds. */

/** How long one attempt may hold a row; a crash frees it after this, a restart at once. */
export const LEASE_MS = 120_000

/** How long sent and cancelled messages keep text and files here; a sent one is in Sent for ever. */
export const KEEP_TEXT_MS = 30 * 86_400_000

/** How long their rows stay: a program that repeats a request so late still sends nothing twice. */
export const KEEP_ROW_MS = 365 * 86_400_000

/**
 * Waits before each probe after an ambiguous answer. Providers file a sent copy late, so the first
 * probe only looks; the same draft is sent again from the second on.
 */
const PROBE_DELAYS_MS = [4_000, 10_000, 30_000, 60_000, 120_000]

/** The wait before a probe (0 is the first), or null when there were enough. */
export function probeDelay(probe: number): number | null {
  return PROBE_DELAYS_MS[probe] ?? null
}

/** Full jitter over a doubling wait, for attempts that certainly sent nothing. */
export function retryDelay(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(1_000 * 2 ** Math.min(attempt, 9), 300_000)) + 1_000
}
