import type { DraftFile } from '../../mail-store/draft.ts'
import { badRequest, GraphError, unknownProperty } from '../request/errors.ts'

/** Files from here on need an upload session. */
export const INLINE_LIMIT_BYTES = 3 * 1024 * 1024

const KNOWN = [
  '@odata.type',
  'name',
  'contentType',
  'contentBytes',
  'isInline',
  'contentId',
  'size',
]

/** A fileAttachment as it is sent, its content in base64. */
export function parseFileAttachment(
  body: Readonly<Record<string, unknown>>,
): Omit<DraftFile, 'number'> {
  const type = body['@odata.type']
  if (type !== '#microsoft.graph.fileAttachment')
    throw badRequest(
      type === undefined
        ? 'The @odata.type of the attachment is missing.'
        : `Attachments of the type ${JSON.stringify(type)} are not supported here.`,
      'RequestBodyRead',
    )
  for (const name of Object.keys(body))
    if (!KNOWN.includes(name)) throw unknownProperty(name, 'microsoft.graph.fileAttachment')
  const { name, contentType, contentBytes, isInline, contentId } = body
  if (typeof name !== 'string' || name === '')
    throw badRequest('The property name is required.', 'ErrorRequiredPropertyMissing')
  if (typeof contentBytes !== 'string' || !/^[A-Za-z0-9+/\r\n]*={0,2}$/u.test(contentBytes))
    throw badRequest('contentBytes is not valid base64.', 'RequestBodyRead')
  const content = Buffer.from(contentBytes, 'base64')
  if (content.length >= INLINE_LIMIT_BYTES)
    throw new GraphError(
      413,
      'ErrorMessageSizeExceeded',
      'The attachment is too large for one request; use an upload session.',
    )
  return {
    name,
    contentType: typeof contentType === 'string' ? contentType : 'application/octet-stream',
    content,
    isInline: isInline === true,
    contentId: typeof contentId === 'string' ? contentId : null,
  }
}
