import type { Mailbox } from '#shared/contract/mailboxes.ts'
import { queryClient } from '../client/queries.ts'
import { useNavigation } from './navigation.ts'

/** The mailbox in view, else the first. */
export function findCurrentMailboxId(): string | null {
  const { view } = useNavigation.getState()
  if (view !== null && view.kind !== 'outbox') return view.mailboxId
  return queryClient.getQueryData<Mailbox[]>(['mailboxes.list', {}])?.[0]?.mailboxId ?? null
}
