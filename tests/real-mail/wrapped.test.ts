import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openThrough, PROVIDERS, type OpenedMessage } from '../support/open-through.ts'

const source = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '../fixtures/real-mail', `${name}.eml`))

let opened: OpenedMessage
afterEach(() => opened.dispose())

interface Right {
  /** Words of the body, which the snippet begins with as well. */
  text: string
  notText?: string
  /** The files that are listed, with what is in them where they can be saved. */
  files?: Record<string, string>
  signed?: 'smime' | 'pgp'
  encrypted?: 'smime' | 'pgp'
  defect?: boolean
}

const CASES: Record<string, Right> = {
  tnef: { text: '', files: { 'winmail.dat': '' }, defect: true },
  'wrapped-tnef-html': {
    text: 'Grüße, the plans are inside.',
    files: { 'Floor plans of the house.pdf': '%PDF-1.4 plans' },
  },
  'wrapped-tnef-text': {
    text: 'The minutes are attached.',
    files: { 'Protokoll – Änderungen.txt': 'Größere Fenster.' },
  },
  'wrapped-tnef-rtf': {
    text: 'Привет, Анна! See the file.',
    notText: 'Not to be seen',
    files: { 'REPORT.XLS': 'sheet' },
  },
  'wrapped-tnef-damaged': {
    text: 'Two files.',
    files: { 'first.txt': 'first', 'winmail.dat': '' },
    defect: true,
  },
  'smime-opaque': { text: 'Signed words inside.', signed: 'smime', defect: true },
  'wrapped-smime-opaque': {
    text: 'Grüße, signed words inside.',
    files: { 'offer.pdf': '%PDF-1.4 offer' },
    signed: 'smime',
  },
  'wrapped-smime-octet-stream': { text: 'Unterschrieben: schöne Grüße', signed: 'smime' },
  'wrapped-smime-footer': { text: 'Signed for the list.', signed: 'smime' },
  'wrapped-smime-clear': { text: 'Signed in the clear.', signed: 'smime' },
  'wrapped-smime-compressed': { text: 'Compressed words.' },
  'wrapped-smime-tnef': {
    text: 'Deep words.',
    files: { 'deep.txt': 'deep file' },
    signed: 'smime',
  },
  'wrapped-smime-damaged': {
    text: 'Grüße, signed words inside.',
    files: { 'offer.pdf': '' },
    signed: 'smime',
    defect: true,
  },
  'wrapped-smime-encrypted': { text: '', files: { 'smime.p7m': '' }, encrypted: 'smime' },
  'wrapped-p7m-document': { text: 'The contract, signed.', files: { 'contract.pdf.p7m': '' } },
  'wrapped-pgp-signed': { text: 'Signed with PGP.', signed: 'pgp' },
  'wrapped-pgp-clearsigned': {
    text: 'Hello Bob, The budget is fine. - one -- Ana From now on we wait. Sent through the list.',
    notText: 'BEGIN PGP',
    signed: 'pgp',
  },
  'wrapped-pgp-encrypted-mixed': {
    text: '',
    files: { 'PGPMIME version identification': '', 'encrypted.asc': '' },
    encrypted: 'pgp',
  },
  'wrapped-pgp-inline': {
    text: 'Bob, for you alone: The rest is public. > -----BEGIN PGP SIGNED MESSAGE----- > quoted',
    files: { 'encrypted.asc': '' },
    encrypted: 'pgp',
  },
  'wrapped-pgp-inline-alone': { text: '', files: { 'encrypted.asc': '' }, encrypted: 'pgp' },
  'uuencode-inline': {
    text: 'Please find the file. Regards',
    notText: 'begin',
    files: { 'note.txt': 'Hello world' },
  },
  'wrapped-uuencode-two': {
    text: 'Both files: begin 644 days ago we had none. Gruss, Ana',
    files: {
      'first note.txt': 'The first file, of more than one line of forty-five bytes.',
      'photo.png': '',
    },
  },
  'wrapped-uuencode-cut': { text: 'The end is missing.', files: { 'cut.bin': '' } },
}

const folded = (text: string | null): string => (text ?? '').replace(/\s+/gu, ' ').trim()
const withoutTags = (html: string | null): string =>
  folded((html ?? '').replace(/<!--.*?-->/gsu, '').replace(/<[^>]*>/gu, ''))

describe.each(PROVIDERS)('a message in a wrapper, through %s', (provider) => {
  const open = async (name: string): Promise<OpenedMessage> =>
    (opened = await openThrough(provider, source(name)))

  it.each(Object.entries(CASES))(
    '%s: its text, its files, how it is protected',
    async (name, right) => {
      const content = await (await open(name)).content()
      const shown = folded(content.textBody) || withoutTags(content.htmlBody)
      if (right.text === '') expect(shown).toBe('')
      else expect(shown).toContain(right.text)
      expect(content.snippet).toContain(right.text.split(' > ')[0])
      if (right.notText !== undefined) expect(shown).not.toContain(right.notText)

      const listed = content.attachments.filter(({ isInline }) => !isInline)
      expect(listed.map(({ filename }) => filename)).toEqual(Object.keys(right.files ?? {}))
      expect(content.hasAttachments).toBe(listed.length > 0)
      for (const { attachmentId, filename, contentType } of listed) {
        const saved = await opened.save(attachmentId)
        expect(saved).toMatchObject({ filename, contentType })
        const wanted = right.files?.[filename] ?? ''
        if (wanted !== '') expect(Buffer.from(saved.bytes).toString()).toBe(wanted)
      }

      expect(content.protection.signature?.standard).toBe(right.signed)
      expect(content.protection.encryption ?? undefined).toBe(right.encrypted)
      expect(content.defects.length > 0).toBe(right.defect === true)
    },
  )

  it('keeps the signature, which is not listed with the files, to be saved', async () => {
    for (const [name, filename] of [
      ['wrapped-smime-clear', 'smime.p7s'],
      ['wrapped-smime-opaque', 'smime.p7m'],
      ['wrapped-pgp-signed', 'signature.asc'],
      ['wrapped-pgp-clearsigned', 'signature.asc'],
    ] as const) {
      const { protection } = await (await open(name)).content()
      const saved = await opened.save(protection.signature?.attachmentId ?? '')
      expect(saved.filename).toBe(filename)
      const isArmored = filename.endsWith('.asc')
      const head = Buffer.from(saved.bytes.subarray(0, 40)).toString('latin1')
      expect(head).toMatch(isArmored ? /^-----BEGIN PGP SIGNATURE/u : /^0/u)
      if (name !== 'wrapped-pgp-clearsigned') await opened.dispose()
    }
  })

  it('lists the encrypted part of PGP/MIME only, not its version', async () => {
    const content = await (await open('wrapped-pgp-encrypted')).content()
    expect(content.textBody ?? '').toBe('')
    expect(content.protection).toEqual({ signature: null, encryption: 'pgp' })
    const listed = content.attachments.filter(({ isInline }) => !isInline)
    expect(listed.map(({ filename }) => filename)).toContain('encrypted.asc')
  })

  it('shows the pictures that the HTML in a TNEF part names', async () => {
    const { htmlBody, attachments } = await (await open('wrapped-tnef-html')).content()
    expect(htmlBody).toContain('src="data:image/png;base64,iVBORw0')
    expect(attachments.filter(({ isInline }) => isInline)).toMatchObject([
      { filename: 'logo.png', contentType: 'image/png' },
    ])
  })

  it('opens a message inside a TNEF part, with its people and its file', async () => {
    const { attachments } = await (await open('wrapped-tnef-message')).content()
    expect(attachments).toMatchObject([
      { filename: 'Offer of March _ April.eml', contentType: 'message/rfc822' },
    ])
    const inner = await opened.inside(attachments[0]?.attachmentId ?? '')
    expect(inner).toMatchObject({
      subject: 'Offer of March / April',
      fromName: 'Carl Nord',
      fromEmail: 'carl@nord.example',
      sentAt: '2025-03-10T09:46:40.000Z',
    })
    expect(inner.textBody?.trim()).toBe('Here is the offer.')
    const saved = await opened.save(inner.attachments[0]?.attachmentId ?? '')
    expect(saved.filename).toBe('offer 2025.pdf')
    expect(Buffer.from(saved.bytes).toString()).toBe('%PDF-1.4 offer')
  })

  it('reads a uuencoded file of two megabytes out of the text', async () => {
    const bytes = Buffer.alloc(2_000_000, 'all work and no play ')
    const raw = `${
      source('uuencode-inline')
        .toString()
        .split(/\r?\n\r?\n/u)[0] ?? ''
    }\n\nBefore.\n\n${uuencode('long.txt', bytes)}\nAfter.\n`
    opened = await openThrough(provider, Buffer.from(raw))
    const { textBody, attachments } = await opened.content()
    expect(folded(textBody)).toBe('Before. After.')
    expect(attachments).toMatchObject([{ filename: 'long.txt', size: bytes.length }])
    expect(Buffer.from((await opened.save(attachments[0]?.attachmentId ?? '')).bytes)).toEqual(
      bytes,
    )
  })
})

function uuencode(name: string, bytes: Buffer): string {
  const lines: string[] = []
  const char = (value: number): string => String.fromCodePoint(value === 0 ? 0x60 : value + 0x20)
  for (let at = 0; at < bytes.length; at += 45) {
    const line = bytes.subarray(at, at + 45)
    let text = char(line.length)
    for (let from = 0; from < line.length; from += 3) {
      const group = ((line[from] ?? 0) << 16) | ((line[from + 1] ?? 0) << 8) | (line[from + 2] ?? 0)
      for (const shift of [18, 12, 6, 0]) text += char((group >> shift) & 0x3f)
    }
    lines.push(text)
  }
  return `begin 644 ${name}\n${lines.join('\n')}\n\`\nend\n`
}
