import { randomBytes } from 'node:crypto'
import type { UploadSession as UploadSessionResource } from '@microsoft/microsoft-graph-types'
import type { Simulation } from '../../../control/simulation.ts'
import {
  jsonResponse,
  type ApiRequest,
  type ApiResponse,
} from '../../../http/request-and-response.ts'
import { addFile } from '../../mail-store/draft.ts'
import type { OutlookStore } from '../../mail-store/outlook-store.ts'
import type { StoredMessage } from '../../mail-store/stored-message.ts'
import { attachmentIdOf } from '../messages/attachment-resource.ts'
import { INLINE_LIMIT_BYTES } from '../messages/parse-file-attachment.ts'
import { getDraft } from './attachments.ts'
import {
  getMessageById,
  WRITE_MAIL,
  type GraphResponse,
  type GraphCall,
  type GraphOperation,
} from '../request/graph-call.ts'
import { badRequest, GraphError, graphErrorResponse, unknownProperty } from '../request/errors.ts'
import { rejectOtherProperties } from './folders.ts'
import { parseObject } from '../messages/message-input.ts'

const MAX_FILE_BYTES = 150 * 1024 * 1024
/** A range is a multiple of this, but for the last one. */
const RANGE_UNIT_BYTES = 320 * 1024
const MAX_RANGE_BYTES = 4 * 1024 * 1024
const SESSION_LIFETIME_MS = 2 * 24 * 3_600_000

interface UploadSession {
  call: GraphCall
  message: StoredMessage
  file: { name: string; contentType: string; isInline: boolean; contentId: string | null }
  size: number
  received: Buffer[]
  receivedBytes: number
  expiresAt: number
}

export interface UploadSessions {
  operations: readonly GraphOperation[]
  /** The mailbox of an upload URL, for the limits; null where there is no such session. */
  mailboxOf(request: ApiRequest): OutlookStore | null
  /** PUT of a range, GET of the state, DELETE of the session, at its upload URL. */
  serve(request: ApiRequest): ApiResponse
}

/** Large attachments: a session on a draft, filled range after range at a URL that needs no token. */
export function createUploadSessions(simulation: Simulation): UploadSessions {
  const sessions = new Map<string, UploadSession>()
  const now = simulation.clock.now

  const open = (call: GraphCall): GraphResponse => {
    const message = getMessageById(call, call.path['message'] ?? '')
    getDraft(message)
    rejectOtherProperties(
      call,
      ['AttachmentItem', 'attachmentItem'],
      'microsoft.graph.createUploadSession',
    )
    const item = parseObject(
      'AttachmentItem',
      call.body['AttachmentItem'] ?? call.body['attachmentItem'],
    )
    const known = [
      'attachmentType',
      'name',
      'size',
      'contentType',
      'isInline',
      'contentId',
      '@odata.type',
    ]
    for (const name of Object.keys(item))
      if (!known.includes(name)) throw unknownProperty(name, 'microsoft.graph.attachmentItem')
    const { attachmentType, name, size, contentType, isInline, contentId } = item
    if (attachmentType !== 'file' || typeof name !== 'string' || typeof size !== 'number')
      throw badRequest('attachmentType file, name and size are required.', 'ErrorInvalidRequest')
    if (size < INLINE_LIMIT_BYTES)
      throw badRequest(
        'The attachment size should not be less than the minimum size of an upload session.',
        'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize',
      )
    if (size > MAX_FILE_BYTES)
      throw badRequest('The attachment size exceeds the limit.', 'ErrorAttachmentSizeLimitExceeded')
    const id = randomBytes(24).toString('base64url')
    const session: UploadSession = {
      call,
      message,
      file: {
        name,
        contentType: typeof contentType === 'string' ? contentType : 'application/octet-stream',
        isInline: isInline === true,
        contentId: typeof contentId === 'string' ? contentId : null,
      },
      size,
      received: [],
      receivedBytes: 0,
      expiresAt: now() + SESSION_LIFETIME_MS,
    }
    sessions.set(id, session)
    const origin = call.base.replace(/\/v1\.0$/u, '')
    return {
      status: 201,
      body: {
        '@odata.context': `${call.base}/$metadata#microsoft.graph.uploadSession`,
        uploadUrl: `${origin}/graph-uploads/${id}?authtoken=${randomBytes(32).toString('base64url')}`,
        ...stateOf(session),
      },
    }
  }

  const sessionOf = (request: ApiRequest): UploadSession | null => {
    const session = sessions.get(request.path.split('/').at(-1) ?? '')
    return session && session.expiresAt > now() ? session : null
  }
  const accept = (session: UploadSession, request: ApiRequest): ApiResponse => {
    const range = /^bytes (\d+)-(\d+)\/(\d+)$/u.exec(request.headers['content-range'] ?? '')
    const [start, end, size] = [1, 2, 3].map((group) => Number(range?.[group] ?? Number.NaN))
    const isLast = end === session.size - 1
    if (
      !range ||
      start === undefined ||
      end === undefined ||
      size !== session.size ||
      end >= size ||
      end - start + 1 !== request.body.length
    )
      throw badRequest('Invalid Content-Range header.', 'ErrorInvalidRequest')
    if (request.body.length > MAX_RANGE_BYTES)
      throw new GraphError(413, 'RequestTooLarge', 'A range can be at most 4 MB.')
    if (!isLast && request.body.length % RANGE_UNIT_BYTES !== 0)
      throw badRequest('A range must be a multiple of 320 KiB.', 'ErrorInvalidRequest')
    if (start !== session.receivedBytes)
      throw new GraphError(416, 'ErrorInvalidRange', 'The range is not the one expected next.')
    session.received.push(request.body)
    session.receivedBytes += request.body.length
    if (session.receivedBytes < session.size) return jsonResponse(200, stateOf(session))
    return finish(session, request)
  }
  const finish = (session: UploadSession, request: ApiRequest): ApiResponse => {
    const { call, message } = session
    sessions.delete(request.path.split('/').at(-1) ?? '')
    const draft = getDraft(message)
    const file = addFile(draft, { ...session.file, content: Buffer.concat(session.received) })
    call.mailbox.update(message, { content: { kind: 'draft', draft } }, ['hasAttachments'])
    simulation.onChange()
    const id = attachmentIdOf(call, message, file)
    const location = `${call.base}/me/messages/attachments('${id}')`
    return { status: 201, headers: { location }, body: Buffer.alloc(0) }
  }

  return {
    operations: [
      {
        name: 'graph.attachments.createUploadSession',
        verb: 'POST',
        path: '/messages/{message}/attachments/createUploadSession',
        scopes: WRITE_MAIL,
        body: 'json',
        handle: open,
      },
    ],
    mailboxOf: (request) => sessionOf(request)?.call.mailbox ?? null,
    serve: (request) => {
      try {
        const session = sessionOf(request)
        if (!session)
          throw new GraphError(404, 'ErrorItemNotFound', 'The upload session was not found.')
        // The URL carries its own authorisation; a token sent along is for another service.
        if (request.headers['authorization'] !== undefined)
          throw new GraphError(
            401,
            'InvalidAudience',
            'The upload URL must be called without an Authorization header.',
          )
        switch (request.verb) {
          case 'PUT':
            return accept(session, request)
          case 'GET':
            return jsonResponse(200, stateOf(session))
          case 'DELETE':
            sessions.delete(request.path.split('/').at(-1) ?? '')
            return jsonResponse(204, undefined)
          default:
            throw new GraphError(405, 'MethodNotAllowed', 'The method is not allowed.')
        }
      } catch (error) {
        if (error instanceof GraphError) return graphErrorResponse(error, now())
        throw error
      }
    },
  }
}

function stateOf(session: UploadSession): UploadSessionResource {
  return {
    expirationDateTime: new Date(session.expiresAt).toISOString(),
    nextExpectedRanges: [`${session.receivedBytes}-`],
  }
}
