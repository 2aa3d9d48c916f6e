import type { TFunction } from 'i18next'
import type { CalendarEvent, Invitation } from '#shared/contract/invitation.ts'
import { displayName } from '../../message-list/index.ts'

export type MethodTone = 'accent' | 'success' | 'danger' | 'neutral'

/** What the sender of a calendar asks or tells, in one sentence, and how it is coloured. */
export function methodText(
  t: TFunction,
  method: Invitation['method'],
  event: CalendarEvent,
): { text: string; tone: MethodTone } {
  const [answering] = event.attendees
  const name =
    answering === undefined
      ? t('invitation.somebody')
      : displayName(answering.name, answering.email) || t('invitation.somebody')
  if (method === 'cancel' || (event.isCancelled && method !== 'reply')) {
    return { text: t('invitation.method.cancel'), tone: 'danger' }
  }
  switch (method) {
    case 'request':
    case 'add':
      return event.isUpdate
        ? { text: t('invitation.method.update'), tone: 'accent' }
        : { text: t('invitation.method.request'), tone: 'accent' }
    case 'reply': {
      const answer = answering?.answer ?? 'waiting'
      const tone = answer === 'accepted' ? 'success' : answer === 'declined' ? 'danger' : 'neutral'
      return { text: t(`invitation.reply.${answer}`, { name }), tone }
    }
    case 'counter':
      return { text: t('invitation.method.counter', { name }), tone: 'accent' }
    case 'declinecounter':
      return { text: t('invitation.method.declinecounter'), tone: 'danger' }
    case 'refresh':
      return { text: t('invitation.method.refresh', { name }), tone: 'neutral' }
    case 'publish':
      return { text: t('invitation.method.publish'), tone: 'neutral' }
  }
}
