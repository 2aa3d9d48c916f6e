import { z } from 'zod'

/** The channel on which the desktop's page sends uploads to the core, part after part. */
export const UPLOAD_CHANNEL = 'core.upload'

const uploadId = z.string().min(1).max(100)

/**
 * A part of an upload. `begin` names an operation of the kind `upload` and its input; the answer to
 * a `chunk` comes when the core took it, and says whether it wants more; `end` answers the operation.
 */
export const uploadPartSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begin'), uploadId, name: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('chunk'), uploadId, bytes: z.instanceof(Uint8Array) }),
  z.object({ kind: z.literal('end'), uploadId }),
  z.object({ kind: z.literal('cancel'), uploadId }),
])
export type UploadPart = z.infer<typeof uploadPartSchema>

/** What a `chunk` is answered. */
export interface ChunkAnswer {
  wantsMore: boolean
}
