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
  SunMoon,
  Undo2,
  X,
} from 'lucide-react'
import type { EmailContent, EmailListItem } from '#shared/contract/emails.ts'
import { useComposer } from '../../features/composer/composer-store.ts'
import { getCurrentRows, findCachedRow } from '../../state/message-list.ts'
import { setRead } from '../../state/set-read.ts'
import { findNeighbour, toggleId } from '../../features/message-list/rows/selection.ts'
import { contentInput, fetchContent } from '../../features/reading/message-content.ts'
import { operationKey, queryClient } from '../../client/queries.ts'
import { MESSAGE_FRAME_ID } from '../../features/reading/body/message-frame-id.ts'
import { useMessageColours } from '../../state/message-colours.ts'
import { useNavigation } from '../../state/navigation.ts'
import { getSettings } from '../../state/settings.ts'
import { defineCommand } from './define-command.ts'

/** The rows a command is about: the ticked ones, else the current one. */
function getTargetRows(): EmailListItem[] {
  const { checked, currentId } = useNavigation.getState()
  const rows = getCurrentRows()
  if (checked.size > 0) return rows.filter(({ id }) => checked.has(id))
  const current = currentId === null ? undefined : findCachedRow(currentId)
  return current ? [current] : []
}

function moveSelection(by: number): void {
  const { currentId, reading, select } = useNavigation.getState()
  const ids = getCurrentRows().map(({ id }) => id)
  const next = findNeighbour(ids, currentId, by)
  if (next !== null) select(next, reading || getSettings().readingPane !== 'off')
}

const hasRows = () => getCurrentRows().length > 0
const hasTargets = () => getTargetRows().length > 0
const isReading = () => useNavigation.getState().currentId !== null
/** Not inside another message: an answer would go to the sender of the outer one. */
const canAnswer = () => isReading() && useNavigation.getState().inside.length === 0

async function replyOrForward(mode: 'reply' | 'replyAll' | 'forward'): Promise<void> {
  const { currentId } = useNavigation.getState()
  const row = currentId === null ? undefined : findCachedRow(currentId)
  if (!row) return
  const cached = queryClient.getQueryData<EmailContent>(
    operationKey('emails.content', contentInput(row, 'block')),
  )
  const message = cached ?? (await fetchContent(row))
  if (message === null) return
  const { mailboxId, accountId } = message
  useComposer.getState().open({ mode, mailboxId, accountId, message })
}

/** What can be done with messages and the list they stand in. */
export const messageCommands = [
  defineCommand({
    id: 'next',
    group: 'list',
    keys: ['j', 'ArrowDown'],
    icon: ArrowDown,
    run: () => moveSelection(1),
    enabled: hasRows,
  }),
  defineCommand({
    id: 'previous',
    group: 'list',
    keys: ['k', 'ArrowUp'],
    icon: ArrowUp,
    run: () => moveSelection(-1),
    enabled: hasRows,
  }),
  defineCommand({
    id: 'open',
    group: 'list',
    keys: ['o', 'Enter'],
    icon: PanelRightOpen,
    run: () => {
      const { currentId, reading, select } = useNavigation.getState()
      // Open already: into the text, where the arrow keys scroll.
      if (reading) document.getElementById(MESSAGE_FRAME_ID)?.focus()
      else select(currentId ?? getCurrentRows()[0]?.id ?? null, true)
    },
    enabled: hasRows,
  }),
  defineCommand({
    id: 'back',
    group: 'list',
    keys: ['u'],
    icon: Undo2,
    run: () => {
      const { inside, leaveInside, stopReading } = useNavigation.getState()
      if (inside.length > 0) leaveInside()
      else stopReading()
    },
    enabled: () => useNavigation.getState().reading,
  }),
  defineCommand({
    id: 'check',
    group: 'list',
    keys: ['x'],
    icon: Check,
    run: () => {
      const { currentId, checked, check } = useNavigation.getState()
      if (currentId !== null) check(toggleId(checked, currentId), currentId)
    },
    enabled: isReading,
  }),
  defineCommand({
    id: 'checkAll',
    group: 'list',
    keys: ['Mod+a'],
    icon: CheckCheck,
    run: () => {
      const rows = getCurrentRows()
      useNavigation.getState().check(new Set(rows.map(({ id }) => id)), rows[0]?.id ?? null)
    },
    enabled: hasRows,
  }),
  defineCommand({
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
  defineCommand({
    id: 'reply',
    group: 'message',
    keys: ['r'],
    icon: Reply,
    run: () => void replyOrForward('reply'),
    enabled: canAnswer,
  }),
  defineCommand({
    id: 'replyAll',
    group: 'message',
    keys: ['a'],
    icon: ReplyAll,
    run: () => void replyOrForward('replyAll'),
    enabled: canAnswer,
  }),
  defineCommand({
    id: 'forward',
    group: 'message',
    keys: ['f'],
    icon: Forward,
    run: () => void replyOrForward('forward'),
    enabled: canAnswer,
  }),
  defineCommand({
    id: 'markRead',
    group: 'message',
    keys: ['Shift+i'],
    icon: MailOpen,
    run: () => void setRead(getTargetRows(), true, { undo: true }),
    enabled: hasTargets,
  }),
  defineCommand({
    id: 'markUnread',
    group: 'message',
    keys: ['Shift+u'],
    icon: Mail,
    run: () => void setRead(getTargetRows(), false, { undo: true }),
    enabled: hasTargets,
  }),
  defineCommand({
    id: 'originalColours',
    group: 'message',
    keys: ['Shift+o'],
    icon: SunMoon,
    run: () => {
      const { currentId } = useNavigation.getState()
      if (currentId !== null) useMessageColours.getState().toggleOriginal(currentId)
    },
    enabled: () => isReading() && document.documentElement.classList.contains('dark'),
  }),
]
