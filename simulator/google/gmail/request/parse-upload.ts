import type { ApiRequest } from '../../../http/request-and-response.ts'
import { badRequest } from '../../errors.ts'
import { parseMime } from '../../../mail/mime/parse-mime.ts'

/** What an /upload/ request carries: the message, and the JSON beside it. */
export interface Upload {
  media: Buffer
  metadata: Buffer
}

/** Takes an upload apart by its uploadType: `media` (the message alone) or `multipart`. */
export function parseUpload(request: ApiRequest): Upload {
  const contentType = request.headers['content-type'] ?? ''
  switch (request.query.get('uploadType') ?? '') {
    case 'media':
      if (!contentType.startsWith('message/rfc822'))
        throw badRequest(
          '',
          `Media type '${contentType}' is not supported. Valid media types: [message/rfc822]`,
        )
      return { media: request.body, metadata: Buffer.alloc(0) }
    case 'multipart': {
      const head = Buffer.from(`Content-Type: ${contentType}\r\n\r\n`, 'latin1')
      const parts = parseMime(Buffer.concat([head, request.body])).parts
      const [metadata, media] = parts
      if (!contentType.startsWith('multipart/related') || !metadata || !media || parts.length !== 2)
        throw badRequest('', 'Malformed multipart body.')
      if (metadata.mimeType !== 'application/json')
        throw badRequest('', 'The first part of a multipart upload must be application/json')
      if (media.mimeType !== 'message/rfc822')
        throw badRequest(
          '',
          `Media type '${media.mimeType}' is not supported. Valid media types: [message/rfc822]`,
        )
      const encoded = media.encoded
      const isBase64 = media.transferEncoding.startsWith('base64')
      return {
        media: isBase64 ? Buffer.from(encoded.toString('latin1'), 'base64') : encoded,
        metadata: metadata.encoded,
      }
    }
    default:
      throw badRequest(
        'uploadType',
        'Invalid value at uploadType: only media and multipart are served',
      )
  }
}
