import i18next from 'i18next'
import type { InfiniteData } from '@tanstack/react-query'
import type { EmailContent, EmailListItem } from '#shared/contract/emails.ts'
import type { OutputOf } from '#shared/contract/index.ts'
import { call, CallError } from '../client/client.ts'
import { queryClient } from '../client/queries.ts'
import { errorText } from '../i18n/error-text.ts'
import { showToast } from '../ui/toast-store.ts'
import { applyToRow } from './apply-to-row.ts'
import { updateRows } from './message-list.ts'

type Pages = InfiniteData<OutputOf<'emails.list'>, string | null>

/** A command takes so many; more go in several. */
const MAX_ITEMS_PER_CALL = 5000

/** Marks messages on the screen at once; the change goes back, with its reason, when it fails. */
export async function setRead(
  rows: readonly EmailListItem[],
  isRead: boolean,
  { undo = false }: { undo?: boolean } = {},
): Promise<void> {
  const changed = rows.filter((row) => row.isRead !== isRead)
  const mailboxId = changed[0]?.mailboxId
  if (mailboxId === undefined) return
  updateCache(changed, isRead)
  if (undo) {
    showToast({
      text: i18next.t(isRead ? 'list.markedRead' : 'list.markedUnread', { count: changed.length }),
      action: {
        label: i18next.t('list.undo'),
        run: () =>
          void setRead(
            changed.map((row) => ({ ...row, isRead })),
            !isRead,
          ),
      },
    })
  }
  try {
    for (let start = 0; start < changed.length; start += MAX_ITEMS_PER_CALL) {
      const part = changed.slice(start, start + MAX_ITEMS_PER_CALL)
      const { failed } = await call('emails.readStatus', {
        mailboxId,
        isRead,
        items: part.map(({ accountId, providerMessageId }) => ({ accountId, providerMessageId })),
      })
      const refused = part.filter((row) =>
        failed.some(({ providerMessageId }) => providerMessageId === row.providerMessageId),
      )
      if (refused.length > 0) {
        updateCache(refused, !isRead)
        showToast({
          tone: 'error',
          text: i18next.t('list.someNotMarked', {
            count: refused.length,
            reason: failed[0]?.message ?? '',
          }),
        })
      }
    }
  } catch (error) {
    updateCache(changed, !isRead)
    showToast({
      tone: 'error',
      text: errorText(i18next.t, error),
      ...(error instanceof CallError
        ? { action: { label: i18next.t('list.retry'), run: () => void setRead(rows, isRead) } }
        : {}),
    })
  }
}

function updateCache(rows: readonly EmailListItem[], isRead: boolean): void {
  const ids = new Set(rows.map(({ id }) => id))
  const change = { kind: 'read' as const, value: isRead }
  queryClient.setQueriesData<Pages>({ queryKey: ['emails.list'] }, (data) =>
    data ? updateRows(data, ids, (row) => applyToRow(row, change)) : undefined,
  )
  queryClient.setQueriesData<EmailContent>({ queryKey: ['emails.content'] }, (content) =>
    content && ids.has(content.id) ? applyToRow(content, change) : content,
  )
}
