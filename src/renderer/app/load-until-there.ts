const RETRY_MS = 2000

/**
 * Loads a part of the program, again and again where the host that serves it is out of reach. React
 * keeps a failed `lazy` for good and would take the whole window down with it.
 */
export async function loadUntilThere<T>(
  load: () => Promise<T>,
  wait: (ms: number) => Promise<void> = sleep,
): Promise<T> {
  for (;;) {
    try {
      return await load()
    } catch {
      await wait(RETRY_MS)
    }
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
