import type { SyncContext, SyncStep } from '#core/ports/provider.ts'

/** Polls between two steps of a long sync whenever the engine asks for it. */
export async function* pollBetweenSteps(
  context: Pick<SyncContext, 'nextPoll'>,
  steps: AsyncIterable<SyncStep>,
  poll: () => AsyncIterable<SyncStep>,
): AsyncGenerator<SyncStep> {
  const state = { isDue: false }
  const arm = (): void => {
    state.isDue = false
    context.nextPoll().then(
      () => {
        state.isDue = true
      },
      // The run was stopped: its own requests reject too, and report it.
      () => undefined,
    )
  }
  arm()
  for await (const step of steps) {
    yield step
    if (!state.isDue) continue
    yield* poll()
    arm()
  }
}
