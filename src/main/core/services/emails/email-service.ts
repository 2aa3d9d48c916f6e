import type { HandlersOf } from '../../ports/handlers.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { contentHandlers } from './open-message.ts'
import { listHandlers } from './list.ts'
import { readStatusHandler } from './read-status.ts'
import { sendHandler } from './send.ts'
import { syncHandler } from './sync.ts'

export function emailService(deps: ServiceDependencies): HandlersOf<'emails'> {
  return {
    ...listHandlers(deps),
    ...contentHandlers(deps),
    ...syncHandler(deps),
    ...readStatusHandler(deps),
    ...sendHandler(deps),
  }
}
