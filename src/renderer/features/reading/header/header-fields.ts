import type { EmailListItem } from '#shared/contract/emails.ts'

/** What stands above a message’s text. */
export interface HeaderFields extends Pick<
  EmailListItem,
  'subject' | 'fromName' | 'fromEmail' | 'to' | 'cc'
> {
  /** Null where a message inside another says no date. */
  date: string | null
}
