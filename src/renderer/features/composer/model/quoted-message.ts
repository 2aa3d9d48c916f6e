import type { TFunction } from 'i18next'
import type { EmailContent } from '#shared/contract/emails.ts'
import type { Person } from '#shared/contract/fields.ts'
import { formatEmailAddress } from '#shared/domain/email-address.ts'
import { forwardHtml, quoteHtml } from '#shared/domain/reply.ts'
import { formatFullDate } from '../../../i18n/dates.ts'

/** The message below an answer, with the line before it in the person’s language. */
export function formatQuotedReply(message: EmailContent, t: TFunction, locale: string): string {
  const intro = t('composer.quoteIntro', {
    date: formatFullDate(message.receivedAt, locale),
    name: message.fromName === '' ? message.fromEmail : message.fromName,
  })
  return quoteHtml(message, { intro })
}

/** The message below a forward, with its main headers in the person’s language. */
export function formatQuotedForward(message: EmailContent, t: TFunction, locale: string): string {
  const people = (list: readonly Person[]) => list.map(formatEmailAddress).join(', ')
  const lines = [
    {
      label: t('composer.forward.from'),
      value: formatEmailAddress({ name: message.fromName, email: message.fromEmail }),
    },
    { label: t('composer.forward.date'), value: formatFullDate(message.receivedAt, locale) },
    { label: t('composer.forward.subject'), value: message.subject },
    { label: t('composer.forward.to'), value: people(message.to) },
    ...(message.cc.length === 0
      ? []
      : [{ label: t('composer.forward.cc'), value: people(message.cc) }]),
  ]
  return forwardHtml(message, { heading: t('composer.forward.heading'), lines })
}
