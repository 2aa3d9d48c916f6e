import { ArrowLeft, Download, Printer } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EmailListItem } from '#shared/contract/emails.ts'
import type { InnerMessage as InnerMessageContent } from '#shared/contract/opened-message.ts'
import { download } from '../../../client/client.ts'
import { operationKey, queryClient, useOperation } from '../../../client/queries.ts'
import { formatFullDate } from '../../../i18n/dates.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { findShortcut, runCommand } from '../../../state/commands.ts'
import type { InnerStep } from '../../../state/navigation.ts'
import { useSettings } from '../../../state/settings.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { showToast } from '../../../ui/toast-store.ts'
import { imagePolicy } from '../body/image-policy.ts'
import { OpenedBody } from '../body/opened-body.tsx'
import { bodyHtml, printMessage } from '../body/print-message.ts'
import { MessageHeader } from '../header/message-header.tsx'
import { LinksPopover } from '../links/links-popover.tsx'

interface InnerMessageProps {
  row: EmailListItem
  step: InnerStep
  /** What one comes back to: the subject of the message that this one is attached to. */
  outerSubject: string
}

/** A message that is attached to another, in the place of that one, with a way back. */
export function InnerMessage({ row, step, outerSubject }: InnerMessageProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const settings = useSettings()
  const [shownOnce, setShownOnce] = useState(false)
  const { attachmentId, name } = step
  const input = { mailboxId: row.mailboxId, providerMessageId: row.id, attachmentId }
  // Whom a message inside is from, nobody has checked: trusted is who sent the outer one.
  const images = imagePolicy(settings, row.fromEmail, shownOnce)
  const query = useOperation('emails.innerMessage', { ...input, images })
  // While pictures are being let in, the text stays.
  const message =
    query.data ??
    queryClient.getQueryData<InnerMessageContent>(
      operationKey('emails.innerMessage', { ...input, images: 'block' }),
    )
  const subject = message?.subject.trim() === '' ? t('list.noSubject') : (message?.subject ?? name)
  const save = async () => {
    try {
      await download('emails.attachment', input)
    } catch (error) {
      const reason = errorText(t, error)
      showToast({ tone: 'error', text: t('reading.saveFailed', { name, reason }) })
    }
  }
  return (
    <>
      <div
        role="toolbar"
        aria-label={t('reading.toolbar')}
        className="flex h-11 shrink-0 items-center gap-0.5 border-b border-line px-3"
      >
        <BackButton outerSubject={outerSubject} />
        <LinksPopover html={message ? bodyHtml(message) : ''} />
        <IconButton
          label={t('reading.print')}
          disabled={!message}
          icon={<Printer size={16} strokeWidth={1.75} />}
          onClick={() => {
            if (!message) return
            printMessage(message, images, {
              from: t('reading.from'),
              to: t('reading.toLabel'),
              cc: t('reading.cc'),
              date: t('reading.date'),
              dateText: message.sentAt === null ? '' : formatFullDate(message.sentAt, locale),
              subject,
            })
          }}
        />
        <IconButton
          label={t('reading.saveFile', { name: message?.filename ?? name })}
          icon={<Download size={16} strokeWidth={1.75} />}
          onClick={() => void save()}
        />
      </div>
      {message ? (
        <MessageHeader
          message={{ ...message, subject, date: message.sentAt }}
          content={message}
          account={undefined}
        />
      ) : (
        <h2 className="shrink-0 px-5 pt-4 pb-3 text-lg font-semibold break-words text-ink">
          {name}
        </h2>
      )}
      <OpenedBody
        message={{ mailboxId: row.mailboxId, messageId: row.id, insideId: attachmentId }}
        content={message}
        query={query}
        images={images}
        subject={subject}
        onShowImages={() => setShownOnce(true)}
      />
    </>
  )
}

/** The way back takes the focus: what was pressed to come here is not on the screen any more. */
function BackButton({ outerSubject }: { outerSubject: string }) {
  const { t } = useTranslation()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus({ preventScroll: true }), [])
  return (
    <span className="flex min-w-0 flex-1">
      <button
        ref={button}
        type="button"
        aria-keyshortcuts={findShortcut('back')}
        onClick={() => runCommand('back')}
        className="inline-flex h-7 min-w-0 items-center gap-2 rounded-md ps-1.5 pe-2 text-sm font-semibold text-ink-2 transition-colors duration-120 hover:bg-hover hover:text-ink active:bg-pressed"
      >
        <ArrowLeft size={16} strokeWidth={1.75} className="shrink-0 rtl:rotate-180" />
        <span className="truncate">{t('reading.backTo', { subject: outerSubject })}</span>
        <Kbd keys={findShortcut('back') ?? ''} />
      </button>
    </span>
  )
}
