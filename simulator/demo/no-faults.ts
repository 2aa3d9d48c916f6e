import type { FaultScript } from '../control/faults.ts'

/** The demo's services never fail on purpose: none of the code that makes them fail is shipped. */
export const NO_FAULTS: FaultScript = {
  add: () => {
    throw new Error('The demo injects no faults')
  },
  remove: () => undefined,
  clear: () => undefined,
  list: () => [],
  actionsFor: () => [],
  chance: () => false,
  before: () => Promise.resolve(null),
  after: (_actions, response) => response,
}
