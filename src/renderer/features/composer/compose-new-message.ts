import { findCurrentMailboxId } from '../../state/current-mailbox.ts'
import { useNavigation } from '../../state/navigation.ts'
import { useComposer } from './composer-store.ts'

/** Opens an empty message in the mailbox and account in view. */
export function composeNewMessage(mailto?: string): void {
  const mailboxId = findCurrentMailboxId()
  if (mailboxId === null) return
  const { view } = useNavigation.getState()
  const accountId = view !== null && view.kind !== 'outbox' ? view.accountId : null
  useComposer.getState().open({
    mode: 'new',
    mailboxId,
    ...(accountId === null ? {} : { accountId }),
    ...(mailto === undefined ? {} : { mailto }),
  })
}
