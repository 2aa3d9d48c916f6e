import { CalendarX2, RotateCw, TriangleAlert } from 'lucide-react'
import { clsx } from 'clsx'
import { useTranslation } from 'react-i18next'
import { isCalendarFile } from '#shared/domain/attachment-kind.ts'
import type { Attachment } from '#shared/contract/opened-message.ts'
import { useOperation } from '../../../client/queries.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import type { OpenedPlace } from '../opened-place.ts'
import { InvitationCard } from './invitation-card.tsx'

interface InvitationsProps {
  message: OpenedPlace
  attachments: readonly Attachment[]
  /** The message has nothing else to show, so the cards have all its place. */
  isAlone: boolean
}

/** The invitations of a message as cards above its text; nothing where it has none. */
export function Invitations(props: InvitationsProps) {
  return props.attachments.some(isCalendarFile) ? <Cards {...props} /> : null
}

function Cards({ message, isAlone }: InvitationsProps) {
  const { t } = useTranslation()
  const { mailboxId, messageId, insideId } = message
  const query = useOperation('emails.invitations', {
    mailboxId,
    providerMessageId: messageId,
    ...(insideId === null ? {} : { attachmentId: insideId }),
  })
  const { invitations = [], defects = [] } = query.data ?? {}
  return (
    <div
      className={clsx(
        'flex flex-col gap-3 overflow-y-auto border-t border-line px-5 py-4',
        isAlone ? 'min-h-0 flex-1' : 'max-h-[55%] shrink-0',
      )}
    >
      {query.isError ? (
        <div role="alert" className="flex items-center gap-3 text-sm text-ink-2">
          <CalendarX2 size={16} strokeWidth={1.75} className="shrink-0 text-ink-3" />
          <span className="min-w-0 flex-1">
            {t('invitation.notHere')} {errorText(t, query.error)}
          </span>
          <Button size="small" icon={<RotateCw size={14} />} onClick={() => void query.refetch()}>
            {t('list.retry')}
          </Button>
        </div>
      ) : null}
      {query.isPending ? (
        <div role="status" aria-label={t('invitation.loading')} className="flex flex-col gap-2">
          <Skeleton className="h-3 w-1/4" />
          <Skeleton className="h-4 w-1/2" />
          <Skeleton className="h-3 w-1/3" />
        </div>
      ) : null}
      {defects.length > 0 ? (
        <Banner tone="warning" icon={<TriangleAlert size={14} />} className="rounded-md">
          {t('invitation.defects', { defects: defects.join(' ') })}
        </Banner>
      ) : null}
      {isAlone && query.isSuccess && invitations.length === 0 && defects.length === 0 ? (
        <p className="text-sm text-ink-3">{t('invitation.nothing')}</p>
      ) : null}
      {invitations.flatMap(({ attachmentId, method, events, moreEvents }) => [
        ...events.map((event, index) => (
          <InvitationCard key={`${attachmentId} ${index}`} method={method} event={event} />
        )),
        moreEvents === 0 ? null : (
          <p key={attachmentId} className="text-xs text-ink-3">
            {t('invitation.moreEvents', { count: moreEvents })}
          </p>
        ),
      ])}
    </div>
  )
}
