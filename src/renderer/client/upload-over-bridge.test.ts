import { describe, expect, it } from 'vitest'
import type { Result } from '#shared/errors.ts'
import type { UploadPart } from '#shared/upload.ts'
import { uploadOverBridge } from './upload-over-bridge.ts'

const MB = 1024 * 1024
const content = new Blob([new Uint8Array(2.5 * MB)])

/** The core's end: it remembers the parts and answers as a test wants. */
function setup(answer: (part: UploadPart) => Result<unknown> = accept) {
  const parts: UploadPart[] = []
  const progress: number[] = []
  const aborting = new AbortController()
  const bridge = {
    upload: async (part: UploadPart) => {
      parts.push(part)
      return answer(part)
    },
  }
  const run = () =>
    uploadOverBridge(
      bridge,
      { name: 'drafts.addFile', input: { filename: 'a' }, content },
      { signal: aborting.signal, onProgress: (bytes) => progress.push(bytes) },
    )
  return { parts, progress, aborting, run }
}

function accept(part: UploadPart): Result<unknown> {
  return { ok: true, value: part.kind === 'chunk' ? { wantsMore: true } : { fileId: 'f' } }
}

describe('an upload from the desktop’s page', () => {
  it('goes in chunks, with progress, and answers what the operation does', async () => {
    const { parts, progress, run } = setup()
    expect(await run()).toEqual({ ok: true, value: { fileId: 'f' } })
    expect(parts.map(({ kind }) => kind)).toEqual(['begin', 'chunk', 'chunk', 'chunk', 'end'])
    expect(progress).toEqual([MB, 2 * MB, 2.5 * MB])
  })

  it('stops where the core wants no more, and answers why', async () => {
    const refused = { ok: false, error: { code: 'file_too_large', message: '' } } as const
    const { parts, run } = setup((part) =>
      part.kind === 'chunk'
        ? { ok: true, value: { wantsMore: false } }
        : part.kind === 'end'
          ? refused
          : accept(part),
    )
    expect(await run()).toEqual(refused)
    expect(parts.map(({ kind }) => kind)).toEqual(['begin', 'chunk', 'end'])
  })

  it('that is aborted is cancelled at the core', async () => {
    const { parts, aborting, run } = setup((part) => {
      if (part.kind === 'chunk') aborting.abort()
      return accept(part)
    })
    expect(await run()).toMatchObject({ ok: false, error: { code: 'upload_interrupted' } })
    expect(parts.map(({ kind }) => kind)).toEqual(['begin', 'chunk', 'cancel'])
  })
})
