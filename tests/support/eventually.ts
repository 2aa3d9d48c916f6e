import { setTimeout as delay } from 'node:timers/promises'

/**
 * Asks until the answer is there; for conditions in other processes that announce nothing.
 * @throws Error with the last answer when it does not come within `withinMs`
 */
export async function eventually<T>(
  ask: () => Promise<T | null | undefined | false>,
  what: string,
  withinMs = 30_000,
): Promise<T> {
  const end = Date.now() + withinMs
  let last: unknown
  for (;;) {
    try {
      const answer = await ask()
      if (answer) return answer
      last = answer
    } catch (error) {
      last = error
    }
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}; last: ${String(last)}`)
    await delay(25)
  }
}
