import { CloudOff, Mail, RotateCw, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { isMessageFile } from '#shared/domain/attachment-kind.ts'
import type { Attachment, OpenedMessage } from '#shared/contract/opened-message.ts'
import type { CallError } from '../../../client/client.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { useMessageColours } from '../../../state/message-colours.ts'
import { useNavigation } from '../../../state/navigation.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { Attachments } from '../attachments/attachments.tsx'
import { Invitations } from '../invitation/invitations.tsx'
import type { OpenedPlace } from '../opened-place.ts'
import { ImagesBanner } from './images-banner.tsx'
import { MessageFrame } from './message-frame.tsx'
import { bodyHtml } from './print-message.ts'
import { NothingToRead } from './nothing-to-read.tsx'
import { ProtectionLine } from './protection-line.tsx'

interface OpenedBodyProps {
  message: OpenedPlace
  content: (OpenedMessage & { fromEmail: string }) | undefined
  query: { isError: boolean; error: CallError | null; refetch: () => unknown }
  images: 'block' | 'show'
  subject: string
  onShowImages: () => void
}

/** What is under a message’s header: warnings, invitations, text and files; or why they are not. */
export function OpenedBody(props: OpenedBodyProps) {
  const { message, content, query, images, subject, onShowImages } = props
  const { t } = useTranslation()
  const originalId = useMessageColours((state) => state.originalId)
  const html = content ? bodyHtml(content) : ''
  const isOnlyInvitation = content?.emptyReason === 'invitation'
  return (
    <>
      {content && images === 'block' && content.remoteImages > 0 ? (
        <ImagesBanner
          content={content}
          sender={message.insideId === null ? content.fromEmail : null}
          onShowOnce={onShowImages}
        />
      ) : null}
      {content && content.defects.length > 0 ? (
        <Banner
          tone="warning"
          icon={<TriangleAlert size={14} />}
          className="border-t border-line px-5"
        >
          {t('reading.defects', { defects: content.defects.join(' ') })}
        </Banner>
      ) : null}
      {content ? (
        <ProtectionLine
          message={message}
          protection={content.protection}
          hasText={content.emptyReason === null}
        />
      ) : null}
      {content ? (
        <Invitations
          message={message}
          attachments={content.attachments}
          isAlone={isOnlyInvitation}
        />
      ) : null}
      {isOnlyInvitation ? null : (
        <div className="flex min-h-0 flex-1 flex-col border-t border-line">
          {content ? (
            content.emptyReason !== null ? (
              <NothingToRead reason={content.emptyReason} protection={content.protection}>
                <MessagesInside attachments={content.attachments} />
              </NothingToRead>
            ) : (
              <MessageFrame
                html={html}
                images={images}
                title={subject}
                originalColours={originalId === message.messageId}
              />
            )
          ) : query.isError ? (
            <EmptyState
              alert
              icon={query.error?.code === 'offline' ? <CloudOff /> : <TriangleAlert />}
              title={t(query.error?.code === 'offline' ? 'reading.offline' : 'reading.error')}
              description={errorText(t, query.error)}
              action={
                <Button icon={<RotateCw size={14} />} onClick={() => void query.refetch()}>
                  {t('list.retry')}
                </Button>
              }
            />
          ) : (
            <BodySkeleton />
          )}
        </div>
      )}
      {content ? <Attachments message={message} attachments={content.attachments} /> : null}
    </>
  )
}

/** Where a message brings nothing but messages, they can be opened where its text would be. */
function MessagesInside({ attachments }: { attachments: readonly Attachment[] }) {
  const { t } = useTranslation()
  return attachments.filter(isMessageFile).map(({ attachmentId, filename: name }) => (
    <Button
      key={attachmentId}
      icon={<Mail size={16} strokeWidth={1.75} />}
      className="max-w-full"
      onClick={() => useNavigation.getState().openInside({ attachmentId, name })}
    >
      <span className="truncate">
        {t('reading.openInside', { name: name.replace(/\.eml$/iu, '') })}
      </span>
    </Button>
  ))
}

function BodySkeleton() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('reading.loading')} className="flex flex-col gap-3 px-5 py-5">
      <Skeleton className="h-3 w-1/3" />
      <Skeleton className="h-3 w-5/6" />
      <Skeleton className="h-3 w-3/4" />
      <Skeleton className="h-3 w-4/5" />
      <Skeleton className="h-3 w-1/2" />
    </div>
  )
}
