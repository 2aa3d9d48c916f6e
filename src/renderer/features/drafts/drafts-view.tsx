import type { TFunction } from 'i18next'
import { FilePen, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/contract/accounts.ts'
import type { Draft } from '#shared/contract/drafts.ts'
import { accountName, useAccounts } from '../../state/accounts.ts'
import { call } from '../../client/client.ts'
import { useOperation } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { AccountDot } from '../../ui/account-dot.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { showToast } from '../../ui/toast-store.ts'
import {
  discardComposer,
  deleteDraft,
  fromDraft,
  toDraftInput,
  useComposer,
} from '../composer/index.ts'
import { formatFullDate, formatShortDate } from '../../i18n/dates.ts'
import { draftRow } from './draft-row.ts'

interface DraftsViewProps {
  mailboxId: string
  accountId: string | null
}

/** The drafts on this device, last changed first. */
export function DraftsView({ mailboxId, accountId }: DraftsViewProps) {
  const { t } = useTranslation()
  const drafts = useOperation('drafts.list', {
    mailboxId,
    ...(accountId === null ? {} : { accountId }),
  })
  const accounts = useAccounts(mailboxId)
  const open = useComposer((state) => state.open)

  if (drafts.isPending) return <DraftsSkeleton />
  if (drafts.isError) {
    return (
      <EmptyState
        alert
        icon={<FilePen />}
        title={t('drafts.failed')}
        description={errorText(t, drafts.error)}
        action={<Button onClick={() => void drafts.refetch()}>{t('drafts.retry')}</Button>}
      />
    )
  }
  if (drafts.data.length === 0) {
    return (
      <EmptyState
        icon={<FilePen />}
        title={t('drafts.empty')}
        description={t('drafts.emptyHint')}
        action={
          <Button
            onClick={() =>
              open({ mode: 'new', mailboxId, ...(accountId === null ? {} : { accountId }) })
            }
          >
            {t('drafts.write')}
          </Button>
        }
      />
    )
  }
  return (
    <ul aria-label={t('drafts.title')} className="h-full overflow-y-auto">
      {drafts.data.map((draft) => (
        <DraftItem
          key={draft.draftId}
          draft={draft}
          account={accounts.get(draft.accountId) ?? null}
        />
      ))}
    </ul>
  )
}

function DraftItem({ draft, account }: { draft: Draft; account: Account | null }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const open = useComposer((state) => state.open)
  const { recipients, subject, words } = draftRow(draft)
  return (
    <li className="group relative border-b border-line">
      {account === null ? null : (
        <span
          aria-hidden="true"
          className="absolute inset-y-0 start-0 w-[3px]"
          style={{ backgroundColor: account.colour }}
        />
      )}
      <button
        type="button"
        aria-label={t('drafts.open', {
          recipients: recipients ?? t('drafts.noRecipients'),
          subject: subject ?? t('drafts.noSubject'),
        })}
        onClick={() =>
          open({ mode: 'draft', mailboxId: draft.mailboxId, accountId: draft.accountId, draft })
        }
        className="focus-inset flex w-full flex-col px-4 py-2.5 text-start transition-colors duration-120 hover:bg-hover"
      >
        <span className="flex w-full items-center gap-2">
          <span className={recipients === null ? 'truncate text-ink-3' : 'truncate font-semibold'}>
            {recipients ?? t('drafts.noRecipients')}
          </span>
          <time
            dateTime={draft.updatedAt}
            title={formatFullDate(draft.updatedAt, locale)}
            className="ms-auto shrink-0 text-xs text-ink-3 group-focus-within:invisible group-hover:invisible"
          >
            {formatShortDate(draft.updatedAt, new Date(), locale)}
          </time>
        </span>
        <span className="flex w-full items-center gap-2">
          <span className="min-w-0 flex-1 truncate">
            <span className={subject === null ? 'text-ink-3' : undefined}>
              {subject ?? t('drafts.noSubject')}
            </span>
            <span className="text-ink-3"> · {words ?? t('drafts.noText')}</span>
          </span>
          {account === null ? null : (
            <span className="flex shrink-0 items-center gap-1.5 text-xs text-ink-3">
              <AccountDot colour={account.colour} />
              <span className="max-w-28 truncate">{accountName(account)}</span>
            </span>
          )}
        </span>
        {draft.syncState === 'conflict' ? (
          <span className="text-xs text-warning">{t('drafts.conflict')}</span>
        ) : null}
      </button>
      <IconButton
        label={t('drafts.delete')}
        icon={<Trash2 size={16} />}
        size="small"
        className="absolute end-3 top-2 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
        onClick={() => void removeDraft(draft, t)}
      />
    </li>
  )
}

/** Deletes a draft, with an Undo that writes it again; one that is being written is discarded there. */
async function removeDraft(draft: Draft, t: TFunction): Promise<void> {
  const writing = useComposer
    .getState()
    .composers.find((composer) => composer.draft?.draftId === draft.draftId)
  if (writing) {
    await discardComposer(writing.key)
    return
  }
  try {
    await deleteDraft(draft)
    showToast({
      text: t('drafts.deleted'),
      action: { label: t('drafts.undo'), run: () => void restoreDraft(draft) },
    })
  } catch (error) {
    showToast({ tone: 'error', text: errorText(t, error) })
  }

  async function restoreDraft(deleted: Draft): Promise<void> {
    try {
      await call('drafts.create', toDraftInput(fromDraft(deleted)))
    } catch (error) {
      // Nothing is lost: the text opens in a composer, which keeps trying.
      useComposer.getState().open({ mode: 'draft', mailboxId: deleted.mailboxId, draft: deleted })
      showToast({ tone: 'error', text: errorText(t, error) })
    }
  }
}

function DraftsSkeleton() {
  return (
    <div className="flex flex-col">
      {[0, 1, 2, 3].map((row) => (
        <div key={row} className="flex flex-col gap-2 border-b border-line px-4 py-3">
          <Skeleton className="h-3 w-40" />
          <Skeleton className="h-3 w-72 max-w-full" />
        </div>
      ))}
    </div>
  )
}
