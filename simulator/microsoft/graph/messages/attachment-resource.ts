import type { FileAttachment } from '@microsoft/microsoft-graph-types'
import type { DraftFile } from '../../mail-store/draft.ts'
import type { StoredMessage } from '../../mail-store/stored-message.ts'
import { messageIdFor, type GraphCall } from '../request/graph-call.ts'

export const ATTACHMENT_TYPE = 'microsoft.graph.attachment'
const FILE_TYPE = 'microsoft.graph.fileAttachment'

export const ATTACHMENT_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'lastModifiedDateTime',
  'name',
  'contentType',
  'size',
  'isInline',
  // Only a file has these, so the base type's $select takes them with a cast alone.
  `${FILE_TYPE}/contentId`,
  `${FILE_TYPE}/contentLocation`,
  `${FILE_TYPE}/contentBytes`,
])

/** An attachment's id holds its message's, so that it changes and stays with it. */
export function attachmentIdOf(call: GraphCall, message: StoredMessage, file: DraftFile): string {
  const number = Buffer.from(`attachment.${file.number}`).toString('base64url')
  return `${messageIdFor(call, message).replace(/=+$/u, '')}-${number}=`
}

type Kind = 'fileAttachment' | 'itemAttachment' | 'referenceAttachment'

function kindOf(file: DraftFile): Kind {
  if (file.isLink === true) return 'referenceAttachment'
  return file.contentType === 'message/rfc822' ? 'itemAttachment' : 'fileAttachment'
}

/**
 * The attachment resource. Only a file's own type has content; a message inside has none here, and
 * of a link v1.0 does not even tell the address.
 */
export function attachmentResource(
  call: GraphCall,
  message: StoredMessage,
  file: DraftFile,
  select: ReadonlySet<string> | null,
): Record<string, unknown> {
  const kind = kindOf(file)
  const values: { [Name in keyof FileAttachment]?: () => FileAttachment[Name] | null } = {
    lastModifiedDateTime: () => new Date(message.modifiedAt).toISOString().slice(0, 19) + 'Z',
    name: () => file.name,
    contentType: () => (kind === 'fileAttachment' ? file.contentType : null),
    // Exchange counts some overhead, so the size is never quite the content's.
    size: () => file.content.length + 150,
    isInline: () => file.isInline,
    ...(kind === 'fileAttachment'
      ? {
          contentId: () => file.contentId,
          contentLocation: () => null,
          contentBytes: () => file.content.toString('base64'),
        }
      : {}),
  }
  const view: Record<string, unknown> = {
    '@odata.type': `#microsoft.graph.${kind}`,
    ...(kind === 'fileAttachment' ? { '@odata.mediaContentType': file.contentType } : {}),
    id: attachmentIdOf(call, message, file),
  }
  for (const [name, value] of Object.entries(values))
    if (select === null || select.has(name) || select.has(`${FILE_TYPE}/${name}`))
      view[name] = value()
  return view
}
