import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { EmailContent } from '#shared/contract/emails.ts'
import { openThrough, PROVIDERS, type OpenedMessage } from '../support/open-through.ts'

let opened: OpenedMessage
afterEach(() => opened.dispose())

interface Expected {
  /** What the body holds. */
  shows?: string
  /** The files below it, in order. */
  files?: string[]
  /** Pictures that the body shows. */
  pictures?: number
  empty?: EmailContent['emptyReason']
  /** Exchange has one body only and tells nothing of the part it came from. */
  onlyGmail?: true
}

const CASES: Record<string, Expected> = {
  'inline-unreferenced': {
    shows: 'Here are the photos',
    files: ['photo1.jpg', 'photo2.jpg', 'plan.pdf'],
  },
  'inline-unshowable': {
    shows: 'Pictures:',
    files: ['IMG_1.HEIC', 'logo.svg', 'scan.tif', 'shot.png'],
  },
  'inline-case-cid': { shows: 'Pictures:', pictures: 2 },
  'named-root-html': { shows: 'Order confirmed', pictures: 1 },
  'named-text-inline': { shows: 'The report is ready.', files: ['r.pdf'] },
  'alt-blank-html': { shows: 'The real text is only here.', onlyGmail: true },
  'parts-attachment-shown': { shows: 'Logo', pictures: 1 },
  'parts-cid-in-text': { shows: 'Write cid:shot@x in your template.', files: ['shot.png'] },
  'parts-cid-background': { shows: 'Hello', pictures: 2 },
  'parts-cid-hidden': { shows: 'Fallbacks', files: ['no.png', 'svg.png', 'obj.png', 'css.png'] },
  'parts-cid-twice': { shows: 'Two', pictures: 1, files: ['second.png'] },
  'parts-named-alternative': { shows: 'The <b>order</b> in HTML.', files: ['log.txt'] },
  'parts-attached-text': { files: ['notes.txt'], empty: 'files' },
  'parts-two-named-texts': { shows: 'The letter.', files: ['log.txt'] },
  'parts-alt-pixel': { shows: 'The words are in the text.', onlyGmail: true },
  'parts-alt-picture': { shows: '<img' },
  'parts-alt-enriched': { files: ['attachment.txt'], empty: 'files', onlyGmail: true },
  'parts-only-files': { files: ['scan.jpg'], empty: 'files' },
  'parts-empty': { empty: 'empty' },
  'parts-apple-photos': {
    shows: 'then the town:',
    files: ['beach.jpg', 'town.heic'],
    onlyGmail: true,
  },
}

/**
 * Exchange makes a file of a text that has a name, and of every text but the first; Graph does not
 * tell how such a file was sent, so it stays one.
 */
const OUTLOOK: Record<string, Expected> = {
  'named-root-html': { files: ['body.html', 'l.png'], empty: 'files' },
  'named-text-inline': { files: ['message.txt', 'r.pdf'], empty: 'files' },
  'parts-named-alternative': { files: ['a.txt', 'a.html', 'log.txt'], empty: 'files' },
  'parts-two-named-texts': { files: ['body.txt', 'log.txt'], empty: 'files' },
  'parts-apple-photos': {
    shows: 'First the beach:',
    files: ['beach.jpg', 'ATT00002.txt', 'town.heic'],
  },
}

describe.each(PROVIDERS)(
  'what is shown of a message and what is listed, through %s',
  (provider) => {
    const cases =
      provider === 'gmail'
        ? Object.entries(CASES)
        : Object.entries({ ...CASES, ...OUTLOOK }).filter(([, { onlyGmail }]) => onlyGmail !== true)
    it.each(cases)('%s', async (name, expected) => {
      const path = join(import.meta.dirname, '../fixtures/real-mail', `${name}.eml`)
      opened = await openThrough(provider, readFileSync(path))
      const content = await opened.content()
      const body = content.htmlBody ?? content.textBody ?? ''
      const listed = content.attachments.filter(({ isInline }) => !isInline)

      expect(body).toContain(expected.shows ?? '')
      expect(listed.map(({ filename }) => filename)).toEqual(expected.files ?? [])
      expect(content.attachments.length - listed.length).toBe(expected.pictures ?? 0)
      expect(body.match(/data:image\/png;base64,iVBORw0/gu)?.length ?? 0).toBe(
        expected.pictures ?? 0,
      )
      expect(content.hasAttachments).toBe(listed.length > 0)
      expect(content.emptyReason).toBe(expected.empty ?? null)
      for (const { attachmentId, size } of listed) {
        expect((await opened.save(attachmentId)).bytes.length).toBeGreaterThan(0)
        expect(size).toBeGreaterThan(0)
      }
    })
  },
)

it('lists a picture in the text that cannot be had now, so that it is not lost', async () => {
  const path = join(import.meta.dirname, '../fixtures/real-mail/inline-case-cid.eml')
  opened = await openThrough('gmail', readFileSync(path))
  opened.goOffline()
  const { attachments } = await opened.content()
  expect(attachments.map(({ isInline }) => isInline)).toEqual([false, false])
})
