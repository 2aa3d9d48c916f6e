import { cleanDisplayName } from '../headers/header-text.ts'
import { visibleText } from '../html/visible-text.ts'
import { isBodyRoot } from '../read/body-root.ts'
import { decodeText } from '../read/charset.ts'
import type { MimePart } from '../read/parsed-message.ts'
import { openCms, openEntity } from './cms-parts.ts'
import { container } from './new-parts.ts'
import { textParts } from './text-parts.ts'
import { tnefParts } from './tnef/tnef-parts.ts'
import {
  isLeftOut,
  isReadableText,
  mediaTypeOf,
  partName,
  wrapperKindOf,
  type WrapperKind,
} from './wrapper-kind.ts'

/** Bytes; larger wrappers stay files. No provider takes larger mail than this in. */
const MAX_WRAPPER = 30 * 1024 * 1024
/** Wrappers that are opened in one message, and how deep in each other. */
const MAX_WRAPPERS = 30
const MAX_NESTED = 5

/** Gets the bytes of a part that did not come with its message; null where that failed. */
export type FetchPart = (part: MimePart) => Promise<Uint8Array | null>

interface OpenedTree {
  root: MimePart
  /** What could not be opened, in plain words. */
  defects: string[]
}

interface Run {
  fetch: FetchPart
  left: number
  /** A text to read was found, so that a later one with a name is a file. */
  hasText: boolean
  defects: Set<string>
  /** Bodies out of TNEF streams by the part they stand in. */
  tnefBodies: Map<MimePart, MimePart>
}

/**
 * Puts what is inside TNEF, S/MIME, uuencode and PGP armour in the place of each wrapper, so that a
 * tree from inside is read as one from outside. A wrapper that cannot be had or opened stays a file,
 * with a defect. Throws only what `fetch` throws.
 */
export async function openWrappers(root: MimePart, fetch: FetchPart): Promise<OpenedTree> {
  const run: Run = {
    fetch,
    left: MAX_WRAPPERS,
    hasText: false,
    defects: new Set(),
    tnefBodies: new Map(),
  }
  const opened = await openPart(root, run, { nested: 0, isBodyRoot: false })
  // Outlook repeats the body of a message in its TNEF part.
  if (run.tnefBodies.size > 0 && !hasText(opened)) addBodies(run.tnefBodies)
  return { root: opened, defects: [...run.defects] }
}

interface Place {
  /** How many wrappers the part is in. */
  nested: number
  isBodyRoot: boolean
}

async function openPart(part: MimePart, run: Run, place: Place): Promise<MimePart> {
  if (part.children.length > 0) {
    const children: MimePart[] = []
    let isChanged = false
    for (const [index, child] of part.children.entries()) {
      const root = isBodyRoot(mediaTypeOf(part), index, place.isBodyRoot)
      const opened = await openPart(child, run, { ...place, isBodyRoot: root })
      isChanged ||= opened !== child
      children.push(opened)
    }
    return isChanged ? { ...part, children } : part
  }
  const isBody = isReadableText(part) && (partName(part) === '' || !run.hasText || place.isBodyRoot)
  const whole = isBody && isLeftOut(part) ? await withContent(part, run) : part
  run.hasText ||= isBody
  const kind = wrapperKindOf(whole)
  const { nested } = place
  return kind === null || nested >= MAX_NESTED ? whole : openWrapper(whole, kind, run, nested)
}

async function withContent(part: MimePart, run: Run): Promise<MimePart> {
  const content = part.sizeBytes > MAX_WRAPPER ? null : await run.fetch(part)
  if (content === null) run.defects.add('A part of the text could not be fetched; it is a file.')
  return content === null ? part : { ...part, content }
}

async function openWrapper(
  part: MimePart,
  kind: WrapperKind,
  run: Run,
  nested: number,
): Promise<MimePart> {
  if (kind === 'text') return textParts(part) ?? part
  if (isToldEncrypted(part)) return encrypted(part)
  run.left -= 1
  const isOpenable = run.left >= 0 && part.sizeBytes <= MAX_WRAPPER
  if (!isOpenable) return kept(part, run, `“${nameOf(part)}” is too large to be opened.`)
  const bytes = part.content ?? (await run.fetch(part))
  if (bytes === null) {
    return kept(part, run, `“${nameOf(part)}” could not be fetched, so what is in it is not shown.`)
  }
  if (kind === 'tnef') return openTnef(part, bytes, run)
  const opened =
    kind === 'cms'
      ? await openCms(part, bytes)
      : await openEntity(bytes, part.partId).then((entity) =>
          entity === null
            ? ({ kind: 'damaged' } as const)
            : ({ kind: 'opened', part: entity, isDamaged: false } as const),
        )
  if (opened.kind === 'encrypted') return encrypted(part)
  if (opened.kind === 'file') return part
  if (opened.kind === 'damaged') return kept(part, run, damaged(part))
  if (opened.isDamaged) run.defects.add(damaged(part))
  return openPart(opened.part, run, { nested: nested + 1, isBodyRoot: false })
}

function openTnef(part: MimePart, bytes: Uint8Array, run: Run): MimePart {
  const { body, files, isWhole } = tnefParts(bytes, part.partId)
  if (!isWhole) run.defects.add(damaged(part))
  // Something that holds nothing, or is damaged, stays what it is as well.
  const rest = (body === null && files.length === 0) || !isWhole ? [part] : []
  const opened = container('multipart/mixed', part.partId, [...files, ...rest])
  if (body !== null) run.tnefBodies.set(opened, body)
  return opened
}

function addBodies(bodies: Map<MimePart, MimePart>): void {
  for (const [part, body] of bodies) part.children.unshift(body)
}

/** True where a text of the tree that is to be read has something to be seen. */
export function hasText(part: MimePart): boolean {
  if (part.children.length > 0) return part.children.some(hasText)
  if (part.content === null) return false
  if (part.contentType === 'text/html') {
    return visibleText(decodeText(part.content, null), 200).trim() !== ''
  }
  return wrapperKindOf(part) === 'text' && decodeText(part.content, null).trim() !== ''
}

function isToldEncrypted({ headers }: MimePart): boolean {
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? ''
  return /smime-type\s*=\s*"?(?:auth)?enveloped-data/iu.test(type)
}

/** The type tells what it is, also where its sender gave it a general one. */
function encrypted(part: MimePart): MimePart {
  return { ...part, contentType: 'application/pkcs7-mime', filename: part.filename || 'smime.p7m' }
}

/** A wrapper that stays a file. Its type no longer says that it is encrypted: nobody knows. */
function kept(part: MimePart, run: Run, defect: string): MimePart {
  run.defects.add(defect)
  return { ...part, contentType: 'application/octet-stream', filename: nameOf(part) }
}

function damaged(part: MimePart): string {
  return `“${nameOf(part)}” is damaged, and may hold more than is shown.`
}

function nameOf(part: MimePart): string {
  const name = cleanDisplayName(partName(part)).slice(0, 150)
  if (name !== '') return name
  return part.contentType.includes('tnef') ? 'winmail.dat' : 'smime.p7m'
}
