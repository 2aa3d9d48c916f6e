import type { SyncContext, SyncStep } from '#core/ports/provider.ts'

/** Looks for changes between two steps of a long sync whenever the engine says it is time. */
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
      // The run was stopped; its own requests say so.
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
