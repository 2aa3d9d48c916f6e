import { describe, expect, it } from 'vitest'
import {
  MAX_ATTACHMENTS_BYTES,
  getAttachmentTotals,
  canBeInline,
  MAX_INLINE_IMAGE_BYTES,
  safeFilename,
  type ComposerAttachment,
} from './composer-attachment.ts'

function file(size: number, state: ComposerAttachment['state'] = 'ready'): ComposerAttachment {
  return {
    id: `file-${size}`,
    filename: 'plan.pdf',
    contentType: 'application/pdf',
    size,
    state,
    bytesSent: 0,
    fileId: null,
  }
}

describe('getAttachmentTotals', () => {
  it('adds up sizes, and counts what is still being uploaded or failed', () => {
    expect(getAttachmentTotals([file(100), file(50, 'uploading'), file(7, 'failed')])).toEqual({
      count: 3,
      size: 150,
      excess: 0,
      uploading: 1,
      failed: 1,
    })
  })

  it('allows exactly the limit and says by how much more exceeds it', () => {
    expect(getAttachmentTotals([file(MAX_ATTACHMENTS_BYTES)]).excess).toBe(0)
    expect(getAttachmentTotals([file(MAX_ATTACHMENTS_BYTES), file(10)]).excess).toBe(10)
  })
})

describe('images in the text', () => {
  it('takes small pictures of types every mail program shows', () => {
    expect(canBeInline({ type: 'image/png', size: 1000 })).toBe(true)
    expect(canBeInline({ type: 'image/svg+xml', size: 1000 })).toBe(false)
    expect(canBeInline({ type: 'image/png', size: MAX_INLINE_IMAGE_BYTES + 1 })).toBe(false)
  })
})

describe('safeFilename', () => {
  it('drops folders and control characters', () => {
    expect(safeFilename('../../etc/pass\r\nwd')).toBe('passwd')
    expect(safeFilename('C:\\Users\\ana\\plan.pdf')).toBe('plan.pdf')
  })

  it('never answers an empty name', () => {
    expect(safeFilename('  ')).toBe('file')
  })
})
