/** What the person is told about the keeping of a draft. */
export type SaveState =
  | { kind: 'clean' }
  | { kind: 'pending' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: number }
  | { kind: 'failed'; message: string }

export interface Autosave {
  /** To be called at every change. */
  changed(): void
  /** Saves now what is not saved yet, and waits for it. Answers whether all is saved. */
  flush(): Promise<boolean>
  /** Ends it without saving, and waits for a save under way. */
  stop(): Promise<void>
}

interface AutosaveParts {
  /** Saves the content as it is when called. */
  save: () => Promise<void>
  onState: (state: SaveState) => void
  now: () => number
}

/** ms after the last key. */
const DELAY_MS = 700
/** ms before another try after the first, second, … failure; the last one repeats. */
const RETRY_MS = [2000, 5000, 15_000, 30_000]

/**
 * Saves within a second of the last change, one save at a time, and tries a failed one again until
 * it succeeds. A change during a save leads to another save.
 */
export function createAutosave({ save, onState, now }: AutosaveParts): Autosave {
  let version = 0
  let savedVersion = 0
  let failures = 0
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null

  const schedule = (delay: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void run(), delay)
  }

  const attempt = async () => {
    const saving = version
    onState({ kind: 'saving' })
    try {
      await save()
      failures = 0
      savedVersion = saving
      onState(version === saving ? { kind: 'saved', at: now() } : { kind: 'pending' })
    } catch (error) {
      failures += 1
      onState({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
    }
  }

  const run = async () => {
    clearTimeout(timer)
    running ??= attempt().finally(() => {
      running = null
    })
    await running
    if (stopped || savedVersion === version) return
    schedule(failures === 0 ? DELAY_MS : (RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? 0))
  }

  return {
    changed() {
      if (stopped) return
      version += 1
      // While saving or after a failure the state says so until that is over.
      if (running === null && failures === 0) onState({ kind: 'pending' })
      schedule(DELAY_MS)
    },
    async flush() {
      if (running !== null) await running
      if (savedVersion !== version && !stopped) await run()
      return savedVersion === version
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
