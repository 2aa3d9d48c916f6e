/** What each file of tests/fixtures/broken-mail must show. Fields left out are not checked. */
export interface Expected {
  subject: string
  fromEmail: string
  fromName?: string
  text?: string
  notText?: string
  html?: string
  snippet?: string
  /** ISO 8601, or null where no date can be believed. */
  date?: string | null
  files?: string[]
  inline?: string[]
  /** Whether something must be said to be wrong. */
  defect?: true
}

export const EXPECTED: Record<string, Expected> = {
  'charset-windows-1251-as-utf-8': {
    subject: 'Labelled wrong',
    fromEmail: 'ana@example.com',
    text: 'Привет, как дела?',
  },
  'charset-utf-8-as-latin1': {
    subject: 'Latin label',
    fromEmail: 'ana@example.com',
    text: 'Grüße aus Köln, 5 €',
  },
  'charset-unknown': {
    subject: 'Unknown label',
    fromEmail: 'ana@example.com',
    text: 'déjà vu',
  },
  'charset-latin1-with-c1': {
    subject: 'Smart quotes',
    fromEmail: 'ana@example.com',
    text: 'He said “yes” – for € 5',
  },
  'charset-iso-2022-jp': {
    subject: '日本語の件名',
    fromEmail: 'ana@example.com',
    text: 'こんにちは、世界。',
  },
  'charset-gb18030': {
    subject: '会议通知',
    fromEmail: 'ana@example.com',
    text: '請參加明天的會議。€',
  },
  'charset-koi8-r': {
    subject: 'Отчёт',
    fromEmail: 'ana@example.com',
    text: 'Добрый день',
  },
  'charset-x-sjis': {
    subject: 'SJIS',
    fromEmail: 'ana@example.com',
    text: 'テスト表示ソ',
  },
  'charset-euc-kr': {
    subject: 'Korean',
    fromEmail: 'ana@example.com',
    text: '안녕하세요',
  },
  'charset-utf-7': {
    subject: 'UTF-7',
    fromEmail: 'ana@example.com',
    text: 'Hi Mom ☺! 1 + 1 = 2',
  },
  'charset-utf-16': {
    subject: 'Wide',
    fromEmail: 'ana@example.com',
    text: 'Wide characters',
  },
  'multipart-no-boundary-parameter': {
    subject: 'No boundary',
    fromEmail: 'ana@example.com',
    text: 'Still readable',
  },
  'multipart-wrong-boundary': {
    subject: 'Wrong boundary',
    fromEmail: 'ana@example.com',
    text: 'Found anyway',
  },
  'multipart-boundary-absent': {
    subject: 'Absent',
    fromEmail: 'ana@example.com',
    text: 'only words.',
  },
  'multipart-never-closed': {
    subject: 'Not closed',
    fromEmail: 'ana@example.com',
    text: 'The end is missing',
    files: ['a.pdf'],
  },
  'multipart-inner-never-closed': {
    subject: 'Inner open',
    fromEmail: 'ana@example.com',
    text: 'plain one',
    html: 'rich one',
    files: ['p.png'],
  },
  'nested-rfc822': {
    subject: 'Forwarded',
    fromEmail: 'ana@example.com',
    text: 'See attached.',
    files: ['inner.eml'],
    notText: 'inner text',
  },
  'nested-100-deep': {
    subject: 'Deep',
    fromEmail: 'ana@example.com',
    text: 'at the bottom',
  },
  'base64-truncated': {
    subject: 'Cut',
    fromEmail: 'ana@example.com',
    text: 'This sentence goes on',
  },
  'base64-with-rubbish': {
    subject: 'Rubbish',
    fromEmail: 'ana@example.com',
    text: 'Hello world',
  },
  'quoted-printable-rubbish': {
    subject: 'QP',
    fromEmail: 'ana@example.com',
    text: '100% sure =ZZ =3 café soft break',
  },
  'encoded-words-in-wrong-places': {
    subject: 'übermixed téxt',
    fromEmail: 'juergen@example.com',
    fromName: 'Jürgen Müller',
    files: ['Prüfung.pdf'],
  },
  'raw-8bit-headers-utf-8': {
    subject: 'Überweisung für März',
    fromEmail: 'zoe@example.com',
    fromName: 'Zoë Brontë',
    text: 'Text',
  },
  'raw-8bit-headers-latin1': {
    subject: 'Información',
    fromEmail: 'jose@example.com',
    fromName: 'José',
    text: 'Hola',
  },
  empty: {
    subject: '',
    fromEmail: '',
    defect: true,
  },
  'only-headers': {
    subject: 'Only headers',
    fromEmail: 'ana@example.com',
  },
  'no-headers': {
    subject: '',
    fromEmail: '',
    defect: true,
  },
  // Gmail's tree has no body here; see OPENS_EMPTY in tests/integration/broken-mail.test.ts.
  'no-empty-line': {
    subject: 'Glued',
    fromEmail: 'ana@example.com',
  },
  'header-line-without-colon': {
    subject: 'After garbage',
    fromEmail: 'ana@example.com',
    text: 'Body',
  },
  'mbox-line': {
    subject: 'From a mailbox file',
    fromEmail: 'ana@example.com',
    text: 'Body',
  },
  'no-from': {
    subject: 'Nobody',
    fromEmail: '',
    text: 'Who am I?',
    defect: true,
  },
  'several-from': {
    subject: 'Crowd',
    fromEmail: 'one@example.com',
    fromName: 'One',
    text: 'Hi',
    defect: true,
  },
  'sender-without-address': {
    subject: 'Undelivered',
    fromEmail: '',
    fromName: 'Mailer Daemon',
    text: 'Sorry',
    defect: true,
  },
  'unquoted-comma-in-name': {
    subject: 'Names',
    fromEmail: 'ana@example.com',
    fromName: 'Ruiz, Ana',
    text: 'Hi',
  },
  'date-1969': {
    subject: 'Before time',
    fromEmail: 'ana@example.com',
    date: '2026-03-03T09:15:00.000Z',
    defect: true,
  },
  'date-1970': {
    subject: 'Epoch',
    fromEmail: 'ana@example.com',
    date: '1970-01-01T00:00:00.000Z',
  },
  'date-2099': {
    subject: 'Future',
    fromEmail: 'ana@example.com',
    date: '2099-12-31T23:59:59.000Z',
  },
  'date-2150': {
    subject: 'Too far',
    fromEmail: 'ana@example.com',
    date: null,
    defect: true,
  },
  'date-unreadable': {
    subject: 'When',
    fromEmail: 'ana@example.com',
    date: null,
    defect: true,
  },
  'date-obsolete': {
    subject: 'Old style',
    fromEmail: 'ana@example.com',
    date: '2026-03-03T15:15:00.000Z',
  },
  'long-lines': {
    subject: 'Long lines',
    fromEmail: 'ana@example.com',
    text: 'the end',
  },
  'long-name': {
    subject: 'S'.repeat(900),
    fromEmail: 'long@example.com',
    fromName: 'N'.repeat(500),
    text: 'x',
  },
  'nul-bytes': {
    subject: 'Nul',
    fromEmail: 'ana@example.com',
    text: 'before and after',
  },
  'bare-cr': {
    subject: '',
    fromEmail: 'ana@example.com',
    defect: true,
  },
  'mixed-line-endings': {
    subject: 'Mixed',
    fromEmail: 'ana@example.com',
    text: 'one\ntwo\nthree',
  },
  'uuencoded-part': {
    subject: 'UU',
    fromEmail: 'ana@example.com',
    text: 'see file',
    files: ['hi.txt'],
  },
  'uuencode-inline': {
    subject: 'UU inline',
    fromEmail: 'ana@example.com',
    text: 'Look:',
    notText: 'begin 644',
    files: ['hi.txt'],
  },
  'format-flowed': {
    subject: 'Flowed',
    fromEmail: 'ana@example.com',
    text: 'This is one long line.\n> quoted text\nFrom here\n-- \nAna',
  },
  winmail: {
    subject: 'TNEF',
    fromEmail: 'ana@example.com',
    text: 'From Outlook',
    files: ['winmail.dat'],
  },
  'duplicate-content-type': {
    subject: 'Twice',
    fromEmail: 'ana@example.com',
    html: '<b>wins</b>',
  },
  'invalid-content-type': {
    subject: 'Typeless',
    fromEmail: 'ana@example.com',
    text: 'plain words',
  },
  'attachment-names-empty': {
    subject: 'No names',
    fromEmail: 'ana@example.com',
    text: 'hi',
    files: ['image.png', 'invite.ics', 'attachment'],
  },
  'attachment-names-hostile': {
    subject: 'Names',
    fromEmail: 'ana@example.com',
    text: 'hi',
    files: [
      'passwd',
      'evil.exe',
      '_aux.txt',
      'annexefdp.exe',
      'a_b_c_d_.txt',
      `${'x'.repeat(196)}.pdf`,
      'naïve.doc',
    ],
  },
  'html-only': {
    subject: 'HTML only',
    fromEmail: 'ana@example.com',
    html: 'Only&nbsp;rich',
    snippet: 'Only rich é',
  },
  'html-charset-in-meta': {
    subject: 'Meta',
    fromEmail: 'ana@example.com',
    html: 'Привет',
  },
  'text-claims-html': {
    subject: 'Angle brackets',
    fromEmail: 'ana@example.com',
    text: '<script>alert(1)</script>',
  },
  'alternative-reversed': {
    subject: 'Reversed',
    fromEmail: 'ana@example.com',
    text: 'plain',
    html: 'rich',
  },
  'related-inline-picture': {
    subject: 'Picture',
    fromEmail: 'ana@example.com',
    html: 'cid:pic',
    files: ['image.png', 'unused.png'],
    inline: ['image.png'],
  },
  'text-parts-in-a-row': {
    subject: 'Footer',
    fromEmail: 'ana@example.com',
    text: 'The letter.\nThe list footer.',
  },
  'html-and-text-in-a-row': {
    subject: 'Both',
    fromEmail: 'ana@example.com',
    html: '1 &lt; 2',
    snippet: 'Rich 1 < 2',
  },
  'subject-folded': {
    subject: 'one two three',
    fromEmail: 'ana@example.com',
    text: 'x',
  },
  'subject-bidi': {
    subject: 'invoice fdp.exe',
    fromEmail: 'ana@example.com',
    text: 'x',
  },
}
