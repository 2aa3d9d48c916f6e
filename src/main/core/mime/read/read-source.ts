import { openWrappers } from '../unpack/open-wrappers.ts'
import { withDistinctFilenames } from './distinct-filenames.ts'
import { buildParsedMessage, type MimePart, type ParsedMessage } from './parsed-message.ts'
import { parseSource } from './parse-source.ts'

/** A message that was read from its source. */
export interface SourceMessage {
  message: ParsedMessage
  /** The content of a part, by its number; null where there is no such part. */
  contentOf: (partId: string) => Uint8Array | null
}

/**
 * Reads a message from its source as one from a provider is read, so that one place decides what is
 * its body. Null where the source is too large or nested too deep to be opened.
 */
export async function readSource(source: Uint8Array): Promise<SourceMessage | null> {
  const parsed = await parseSource(source)
  if (parsed === null) return null
  const contents = new Map<string, Uint8Array>()
  const collect = (part: MimePart): void => {
    if (part.children.length === 0) contents.set(part.partId, part.content ?? new Uint8Array())
    part.children.forEach(collect)
  }
  const { root, defects } = await openWrappers(parsed.root, () => Promise.resolve(null))
  collect(root)
  const message = buildParsedMessage({ headers: parsed.headers, root, defects })
  return {
    message: { ...message, attachments: withDistinctFilenames(message.attachments) },
    contentOf: (partId) => contents.get(partId) ?? null,
  }
}
