import { Archive, FileText, Inbox, Mails, Send, SquareArrowOutUpRight, Star } from 'lucide-react'
import type { Box } from '#shared/contract/enums.ts'
import { findCurrentMailboxId } from '../../state/current-mailbox.ts'
import { useNavigation } from '../../state/navigation.ts'
import { defineCommand } from './define-command.ts'

function findCurrentAccountId(): string | null {
  const { view } = useNavigation.getState()
  return view !== null && view.kind !== 'outbox' ? view.accountId : null
}

function goToBox(box: Box): void {
  const mailboxId = findCurrentMailboxId()
  if (mailboxId === null) return
  useNavigation.getState().go({ kind: 'box', mailboxId, accountId: findCurrentAccountId(), box })
}

const hasMailbox = () => findCurrentMailboxId() !== null

/** Going to another box of the mailbox or account in view. */
export const goCommands = [
  defineCommand({
    id: 'goInbox',
    group: 'go',
    keys: ['g i'],
    icon: Inbox,
    run: () => goToBox('INBOX'),
    enabled: hasMailbox,
  }),
  defineCommand({
    id: 'goStarred',
    group: 'go',
    keys: ['g s'],
    icon: Star,
    run: () => goToBox('STARRED'),
    enabled: hasMailbox,
  }),
  defineCommand({
    id: 'goSent',
    group: 'go',
    keys: ['g t'],
    icon: Send,
    run: () => goToBox('SENT'),
    enabled: hasMailbox,
  }),
  defineCommand({
    id: 'goDrafts',
    group: 'go',
    keys: ['g d'],
    icon: FileText,
    run: () => {
      const mailboxId = findCurrentMailboxId()
      if (mailboxId === null) return
      useNavigation.getState().go({ kind: 'drafts', mailboxId, accountId: findCurrentAccountId() })
    },
    enabled: hasMailbox,
  }),
  defineCommand({
    id: 'goAllMail',
    group: 'go',
    keys: ['g a'],
    icon: Mails,
    run: () => goToBox('ALL_MAIL'),
    enabled: hasMailbox,
  }),
  defineCommand({
    id: 'goArchive',
    group: 'go',
    keys: ['g e'],
    icon: Archive,
    run: () => goToBox('ARCHIVE'),
    enabled: hasMailbox,
  }),
  defineCommand({
    id: 'goOutbox',
    group: 'go',
    keys: ['g o'],
    icon: SquareArrowOutUpRight,
    run: () => useNavigation.getState().go({ kind: 'outbox' }),
    enabled: hasMailbox,
  }),
]
