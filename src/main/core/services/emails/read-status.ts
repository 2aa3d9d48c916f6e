import type { HandlersOf } from '../../ports/handlers.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { changeMessages } from './change-messages.ts'

/** Marks messages read or unread. */
export function readStatusHandler(
  deps: ServiceDependencies,
): Pick<HandlersOf<'emails'>, 'emails.readStatus'> {
  return {
    'emails.readStatus': async ({ items, isRead }, { accounts }) =>
      await changeMessages(deps, accounts, items, () => ({ kind: 'read', value: isRead })),
  }
}
