import type { HandlersOf } from '../../ports/handlers.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { changeMessages } from './change-messages.ts'

/** Marks messages read or unread. */
export function readStatusHandler(
  deps: ServiceDependencies,
): Pick<HandlersOf<'emails'>, 'emails.readStatus'> {
  return {
    'emails.readStatus': async ({ mailboxId, items, isRead }, { userId }) =>
      await changeMessages(deps, userId, mailboxId, items, () => ({ kind: 'read', value: isRead })),
  }
}
