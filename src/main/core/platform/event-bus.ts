import type { CoreEvent } from '#shared/events.ts'
import type { EventBus, Logger } from '../ports/services.ts'

/** Delivers to every subscriber at once; one that throws is logged and does not stop the others. */
export function createEventBus(logger: Logger): EventBus {
  const listeners = new Set<(userId: string, event: CoreEvent) => void>()
  return {
    publish(userId, event) {
      for (const listener of listeners) {
        try {
          listener(userId, event)
        } catch (error) {
          logger.error({ err: error, event: event.type }, 'an event listener failed')
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
