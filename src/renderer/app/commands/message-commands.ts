import {
  ArrowDown,
  ArrowUp,
  Check,
  CheckCheck,
  Forward,
  Mail,
  MailOpen,
  PanelRightOpen,
  Reply,
  ReplyAll,
  Undo2,
  X,
} from 'lucide-react'
import type { EmailContent, EmailListItem } from '#shared/contract/emails.ts'
import { useComposer } from '../../features/composer/store.ts'
import { currentRows, knownRow } from '../../features/message-list/list-data.ts'
import { setRead } from '../../features/message-list/read-status.ts'
import { neighbour, toggled } from '../../features/message-list/selection.ts'
import { contentInput, loadContent } from '../../features/reading/content.ts'
import { operationKey, queryClient } from '../../client/queries.ts'
import { MESSAGE_FRAME } from '../../features/reading/frame-id.ts'
import { useNavigation } from '../navigation.ts'
import { currentSettings } from '../settings.ts'
import { command } from './define.ts'

/** The rows a command is about: the ticked ones, else the current one. */
function targets(): EmailListItem[] {
  const { checked, currentId } = useNavigation.getState()
  const rows = currentRows()
  if (checked.size > 0) return rows.filter(({ id }) => checked.has(id))
  const current = currentId === null ? undefined : knownRow(currentId)
  return current ? [current] : []
}

function step(by: number): void {
  const { currentId, reading, select } = useNavigation.getState()
  const ids = currentRows().map(({ id }) => id)
  const next = neighbour(ids, currentId, by)
  if (next !== null) select(next, reading || currentSettings().readingPane !== 'off')
}

const hasRows = () => currentRows().length > 0
const hasTargets = () => targets().length > 0
const isReading = () => useNavigation.getState().currentId !== null

async function answer(mode: 'reply' | 'replyAll' | 'forward'): Promise<void> {
  const { currentId } = useNavigation.getState()
  const row = currentId === null ? undefined : knownRow(currentId)
  if (!row) return
  const cached = queryClient.getQueryData<EmailContent>(
    operationKey('emails.content', contentInput(row, 'block')),
  )
  const message = cached ?? (await loadContent(row))
  if (message === null) return
  const { mailboxId, accountId } = message
  useComposer.getState().open({ mode, mailboxId, accountId, message })
}

/** What can be done with messages and the list they stand in. */
export const messageCommands = [
  command({
    id: 'next',
    group: 'list',
    keys: ['j', 'ArrowDown'],
    icon: ArrowDown,
    run: () => step(1),
    enabled: hasRows,
  }),
  command({
    id: 'previous',
    group: 'list',
    keys: ['k', 'ArrowUp'],
    icon: ArrowUp,
    run: () => step(-1),
    enabled: hasRows,
  }),
  command({
    id: 'open',
    group: 'list',
    keys: ['o', 'Enter'],
    icon: PanelRightOpen,
    run: () => {
      const { currentId, reading, select } = useNavigation.getState()
      // Open already: into the text, where the arrow keys scroll.
      if (reading) document.getElementById(MESSAGE_FRAME)?.focus()
      else select(currentId ?? currentRows()[0]?.id ?? null, true)
    },
    enabled: hasRows,
  }),
  command({
    id: 'back',
    group: 'list',
    keys: ['u'],
    icon: Undo2,
    run: () => useNavigation.getState().stopReading(),
    enabled: () => useNavigation.getState().reading,
  }),
  command({
    id: 'check',
    group: 'list',
    keys: ['x'],
    icon: Check,
    run: () => {
      const { currentId, checked, check } = useNavigation.getState()
      if (currentId !== null) check(toggled(checked, currentId), currentId)
    },
    enabled: isReading,
  }),
  command({
    id: 'checkAll',
    group: 'list',
    keys: ['Mod+a'],
    icon: CheckCheck,
    run: () => {
      const rows = currentRows()
      useNavigation.getState().check(new Set(rows.map(({ id }) => id)), rows[0]?.id ?? null)
    },
    enabled: hasRows,
  }),
  command({
    id: 'uncheck',
    group: 'list',
    keys: ['Escape'],
    icon: X,
    run: () => {
      const { anchorId, check } = useNavigation.getState()
      check(new Set(), anchorId)
    },
    enabled: () => useNavigation.getState().checked.size > 0,
  }),
  command({
    id: 'reply',
    group: 'message',
    keys: ['r'],
    icon: Reply,
    run: () => void answer('reply'),
    enabled: isReading,
  }),
  command({
    id: 'replyAll',
    group: 'message',
    keys: ['a'],
    icon: ReplyAll,
    run: () => void answer('replyAll'),
    enabled: isReading,
  }),
  command({
    id: 'forward',
    group: 'message',
    keys: ['f'],
    icon: Forward,
    run: () => void answer('forward'),
    enabled: isReading,
  }),
  command({
    id: 'markRead',
    group: 'message',
    keys: ['Shift+i'],
    icon: MailOpen,
    run: () => void setRead(targets(), true, { undo: true }),
    enabled: hasTargets,
  }),
  command({
    id: 'markUnread',
    group: 'message',
    keys: ['Shift+u'],
    icon: Mail,
    run: () => void setRead(targets(), false, { undo: true }),
    enabled: hasTargets,
  }),
]
