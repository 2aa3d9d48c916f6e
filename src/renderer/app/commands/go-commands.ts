import { Archive, FileText, Inbox, Mails, Send, SquareArrowOutUpRight, Star } from 'lucide-react'
import type { Mailbox } from '#shared/contract/mailboxes.ts'
import type { Box } from '#shared/contract/enums.ts'
import { queryClient } from '../../client/queries.ts'
import { useNavigation } from '../navigation.ts'
import { command } from './define.ts'

/** The mailbox in view, else the first. */
export function currentMailboxId(): string | null {
  const { view } = useNavigation.getState()
  if (view !== null && view.kind !== 'outbox') return view.mailboxId
  return queryClient.getQueryData<Mailbox[]>(['mailboxes.list', {}])?.[0]?.mailboxId ?? null
}

function currentAccountId(): string | null {
  const { view } = useNavigation.getState()
  return view !== null && view.kind !== 'outbox' ? view.accountId : null
}

function goToBox(box: Box): void {
  const mailboxId = currentMailboxId()
  if (mailboxId === null) return
  useNavigation.getState().go({ kind: 'box', mailboxId, accountId: currentAccountId(), box })
}

const hasMailbox = () => currentMailboxId() !== null

/** Going to another box of the mailbox or account in view. */
export const goCommands = [
  command({
    id: 'goInbox',
    group: 'go',
    keys: ['g i'],
    icon: Inbox,
    run: () => goToBox('INBOX'),
    enabled: hasMailbox,
  }),
  command({
    id: 'goStarred',
    group: 'go',
    keys: ['g s'],
    icon: Star,
    run: () => goToBox('STARRED'),
    enabled: hasMailbox,
  }),
  command({
    id: 'goSent',
    group: 'go',
    keys: ['g t'],
    icon: Send,
    run: () => goToBox('SENT'),
    enabled: hasMailbox,
  }),
  command({
    id: 'goDrafts',
    group: 'go',
    keys: ['g d'],
    icon: FileText,
    run: () => {
      const mailboxId = currentMailboxId()
      if (mailboxId === null) return
      useNavigation.getState().go({ kind: 'drafts', mailboxId, accountId: currentAccountId() })
    },
    enabled: hasMailbox,
  }),
  command({
    id: 'goAllMail',
    group: 'go',
    keys: ['g a'],
    icon: Mails,
    run: () => goToBox('ALL_MAIL'),
    enabled: hasMailbox,
  }),
  command({
    id: 'goArchive',
    group: 'go',
    keys: ['g e'],
    icon: Archive,
    run: () => goToBox('ARCHIVE'),
    enabled: hasMailbox,
  }),
  command({
    id: 'goOutbox',
    group: 'go',
    keys: ['g o'],
    icon: SquareArrowOutUpRight,
    run: () => useNavigation.getState().go({ kind: 'outbox' }),
    enabled: hasMailbox,
  }),
]
