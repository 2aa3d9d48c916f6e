import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { createHtmlSanitiser } from '#core/mime/html/html-sanitiser.ts'
import { referencedContentIds } from '#core/mime/html/picture-references.ts'
import { normaliseContentId } from '#core/mime/read/content-id.ts'
import { buildParsedMessage, type MimePart } from '#core/mime/read/parsed-message.ts'
import { openWrappers } from '#core/mime/unpack/open-wrappers.ts'

/** The one type of the trees' files that a browser shows in a text. */
const SHOWN_PICTURE = 'image/png'
const RUNS = { seed: 20_261_127, numRuns: 400 }

interface Leaf {
  kind: 'leaf'
  type: string
  disposition: '' | 'inline' | 'attachment'
  name: string
  contentId: string
  isLeftOut: boolean
  isBlank: boolean
}
interface Container {
  kind: 'container'
  type: string
  children: Tree[]
}
type Tree = Leaf | Container

const leaf = fc.record<Leaf>({
  kind: fc.constant('leaf'),
  type: fc.constantFrom(
    'text/plain',
    'text/html',
    'text/plain',
    'text/html',
    'text/enriched',
    'text/x-amp-html',
    'text/calendar',
    SHOWN_PICTURE,
    'image/heic',
    'image/svg+xml',
    'application/pdf',
    'application/octet-stream',
    'application/pgp-signature',
    'message/delivery-status',
  ),
  disposition: fc.constantFrom('', 'inline', 'attachment'),
  name: fc.constantFrom('', '', 'a.txt', 'b.html', 'c.png', '.env'),
  contentId: fc.constantFrom('', '', 'one@x', 'TWO@x', 'three x'),
  isLeftOut: fc.boolean(),
  isBlank: fc.constantFrom(false, false, false, true),
})
const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree; container: Container }>((tie) => ({
  container: fc.record<Container>({
    kind: fc.constant('container'),
    type: fc.constantFrom(
      'multipart/mixed',
      'multipart/alternative',
      'multipart/related',
      'multipart/signed',
      'multipart/report',
      'multipart/unheard-of',
    ),
    children: fc.array(tie('tree'), { maxLength: 4 }),
  }),
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('container')),
})).tree

/** A leaf of the tree that was made: what its content says, and how to know it among the files. */
interface Made {
  leaf: Leaf
  word: string
  partId: string
  alternatives: string[]
}

/** The tree as Gmail sends it; each leaf says a word of its own, or nothing. */
function build(root: Tree): { part: MimePart; made: Made[]; bytes: Map<string, Uint8Array> } {
  const made: Made[] = []
  const bytes = new Map<string, Uint8Array>()
  const visit = (node: Tree, partId: string, alternatives: string[]): MimePart => {
    if (node.kind === 'container') {
      const inside =
        node.type === 'multipart/alternative' ? [...alternatives, partId] : alternatives
      return part(partId, node.type, {
        children: node.children.map((child, index) => visit(child, `${partId}.${index}`, inside)),
      })
    }
    const word = `word${made.length}z`
    made.push({ leaf: node, word, partId, alternatives })
    const content = Buffer.from(contentOf(node, word))
    bytes.set(partId, content)
    const isLeftOut = node.isLeftOut || node.name !== ''
    return part(partId, node.type, {
      headers: [
        { name: 'Content-Disposition', value: node.disposition || 'inline' },
        ...(node.contentId === '' ? [] : [{ name: 'Content-ID', value: `<${node.contentId}>` }]),
      ],
      filename: node.name,
      sizeBytes: content.length,
      content: isLeftOut ? null : content,
      providerAttachmentId: isLeftOut ? partId : null,
    })
  }
  return { part: visit(root, '1', []), made, bytes }
}

function contentOf({ type, isBlank }: Leaf, word: string): string {
  if (isBlank) return type === 'text/html' ? '<div>&nbsp;</div>' : ''
  const pictures = '<img src="cid:ONE@x"><img src="cid:two@x"><img src="cid:three%20x">'
  return type === 'text/html' ? `<p>${word}</p>${pictures}` : word
}

function part(partId: string, contentType: string, rest: Partial<MimePart>): MimePart {
  return {
    partId,
    contentType,
    headers: [],
    filename: '',
    sizeBytes: 0,
    providerAttachmentId: null,
    content: null,
    children: [],
    ...rest,
  }
}

describe('any tree of parts', () => {
  it('has every part shown, listed or named in a defect', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (root) => {
        const { part: whole, made, bytes } = build(root)
        const opened = await openWrappers(whole, async ({ partId }) => bytes.get(partId) ?? null)
        const { body, attachments, defects } = buildParsedMessage({
          headers: [],
          root: opened.root,
          defects: opened.defects,
        })
        const shown = body.html ?? body.text ?? ''
        const pictures = referencedContentIds(body.html ?? '')
        const isSeen = ({ leaf: one, word, partId }: Made): boolean => {
          if (one.isBlank && one.type.startsWith('text/')) return true
          if (shown.includes(word)) return true
          const file = attachments.find((attachment) => attachment.partId === partId)
          if (file === undefined) return false
          if (!file.isInline) return true
          // Inline: the text has it as a picture, or the reading pane states it in words.
          const isPicture =
            one.type === SHOWN_PICTURE && pictures.has(normaliseContentId(one.contentId))
          return isPicture || one.type === 'application/pgp-signature'
        }
        for (const one of made) {
          // One rendering of several says what the others say.
          const hasSeenTwin = made.some(
            (other) =>
              one.leaf.type.startsWith('text/') &&
              other.alternatives.some((id) => one.alternatives.includes(id)) &&
              isSeen(other),
          )
          const isNamed = defects.some((defect) => defect.includes('part'))
          expect(isSeen(one) || hasSeenTwin || isNamed, JSON.stringify(one)).toBe(true)
        }
      }),
      RUNS,
    )
  })

  it('shows each file in one place only', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (root) => {
        const { part: whole, bytes } = build(root)
        const opened = await openWrappers(whole, async ({ partId }) => bytes.get(partId) ?? null)
        const { attachments } = buildParsedMessage({ headers: [], root: opened.root })
        expect(new Set(attachments.map(({ partId }) => partId)).size).toBe(attachments.length)
      }),
      RUNS,
    )
  })
})

describe('the pictures of a text', () => {
  const reader = createHtmlSanitiser({ timeoutMs: 20_000 })
  afterAll(() => reader.close())

  const PICTURES = { 'a@x': 'data:image/png;base64,AAAA', b: 'data:image/png;base64,BBBB' }
  const address = fc.constantFrom(
    'cid:a@x',
    'CID:a@x',
    ' cid:a%40x ',
    'cid:b',
    'ci\td:b',
    'https://x.example/a.png',
    'a.png',
    '',
  )
  const quote = fc.constantFrom('"', "'")
  const piece = fc.oneof(
    fc.tuple(address, quote).map(([url, q]) => `<img src=${q}${url}${q}>`),
    address.map((url) => `<IMG srcset="${url} 2x, b.png 1x">`),
    address.map((url) => `<img src="" srcset="${url}">`),
    address.map((url) => `<table><tr><td background="${url}">x</td></tr></table>`),
    address.map((url) => `<div style="background: url('${url}') no-repeat">x</div>`),
    address.map((url) => `<div style="background-image:url(${url});color:red">x</div>`),
    address.map((url) => `<p style="list-style-image:url(${url})">x</p>`),
    address.map((url) => `<style>p{background:url(${url})}</style>`),
    address.map((url) => `<noscript><img src="${url}"></noscript>`),
    address.map((url) => `<template><img src="${url}"></template>`),
    address.map((url) => `<svg><image href="${url}"></svg>`),
    address.map((url) => `<object><img src="${url}"></object>`),
    address.map((url) => `<!-- <img src="${url}"> -->`),
    address.map((url) => `<a href="${url}">x</a>`),
    address.map((url) => `<input type="image" src="${url}">`),
    fc.constantFrom('text', '<p>', '</p>', '<b>', '</div>', '&amp;', '<br>'),
  )

  it('are found without a DOM as the sanitiser finds them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
        // In a body: at the very start a noscript would belong to the head, which cannot hold it.
        const html = `<p>Dear reader</p>${pieces.join('')}`
        const safe = await reader.sanitise(html, { images: 'block', cids: PICTURES })
        const shown = Object.entries(PICTURES).flatMap(([id, url]) =>
          safe.html.includes(url) ? [id] : [],
        )
        expect([...referencedContentIds(html)].toSorted(), html).toEqual(shown)
      }),
      RUNS,
    )
  })
})
