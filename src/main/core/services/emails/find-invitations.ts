import type { Invitation } from '#shared/contract/invitation.ts'
import { isCalendarFile } from '#shared/domain/attachment-kind.ts'
import { readInvitation } from '../../mime/calendar/read-invitation.ts'
import type { IncomingAttachment } from '../../ports/messages.ts'
import {
  idInside,
  openAttachment,
  readInnerSource,
  type ReadAttachment,
} from './open-attachment.ts'

/** Calendars that are looked into of one message. */
const MAX_CALENDARS = 4

/**
 * The invitations of a message, or of what is attached to it. Many programs send the same one twice,
 * as an alternative of the text and as a file: it is shown once. A calendar that cannot be fetched does
 * not stop the others.
 * @throws OperationError attachment_not_found, attachment_not_readable, and what `read` throws where
 * no calendar can be had
 */
export async function findInvitations(
  attachments: IncomingAttachment[],
  attachmentId: string | undefined,
  read: ReadAttachment,
): Promise<{ invitations: Invitation[]; defects: string[] }> {
  const defects = new Set<string>()
  const found = new Map<string, Invitation>()
  const calendars = await listCalendars(attachments, attachmentId, read)
  const loaded = await Promise.allSettled(calendars.map(({ load }) => load()))
  const failures = loaded.filter(({ status }) => status === 'rejected')
  const [failure] = failures
  if (failure?.status === 'rejected') {
    if (failures.length === calendars.length) throw failure.reason
    defects.add('A calendar of this message could not be fetched.')
  }
  for (const [index, { id }] of calendars.entries()) {
    const result = loaded[index]
    if (result?.status !== 'fulfilled') continue
    const invitation = readInvitation(id, result.value, defects)
    const key = invitation === null ? null : identityOf(invitation)
    if (invitation !== null && key !== null && !found.has(key)) found.set(key, invitation)
  }
  return { invitations: [...found.values()], defects: [...defects] }
}

interface Calendar {
  id: string
  load: () => Promise<Uint8Array>
}

async function listCalendars(
  attachments: IncomingAttachment[],
  attachmentId: string | undefined,
  read: ReadAttachment,
): Promise<Calendar[]> {
  if (attachmentId === undefined) {
    return calendarsIn(attachments).map((part) => ({ id: part.partId, load: () => read(part) }))
  }
  const file = await openAttachment(attachments, attachmentId, read)
  if (isCalendarFile(file)) {
    return [{ id: attachmentId, load: () => Promise.resolve(file.bytes) }]
  }
  const { message, contentOf } = await readInnerSource(file)
  return calendarsIn(message.attachments).map(({ partId }) => ({
    id: idInside(attachmentId, partId),
    load: () => Promise.resolve(contentOf(partId) ?? new Uint8Array()),
  }))
}

function calendarsIn(attachments: IncomingAttachment[]): IncomingAttachment[] {
  return attachments.filter(isCalendarFile).slice(0, MAX_CALENDARS)
}

/** What makes two calendars the same to whoever reads them (RFC 5546 section 2.1.5). */
function identityOf({ method, events }: Invitation): string {
  return JSON.stringify([
    method,
    events.map(({ uid, start, isOccurrence }) => [uid, start, isOccurrence]),
  ])
}
