import type { EmailContent, EmailListItem } from '#shared/contract/emails.ts'
import type { Box } from '#shared/contract/enums.ts'

/** Invented mail for looking at the screens without a core. The same at every start. */

const SENDERS = [
  ['Ana Ruiz', 'ana.ruiz@northwind.example'],
  ['Build bot', 'ci@builds.example'],
  ['Marta Kowalczyk', 'marta@studio-lima.example'],
  ['The Weekly Brief', 'news@brief.example'],
  ['Jonas Lindqvist', 'jonas.lindqvist@fjord.example'],
  ['', 'no-reply@invoices.example'],
  ['Dr. Priya Raghunathan-Westerberg', 'priya@clinic-research.example'],
  ['GitHub', 'notifications@code.example'],
  ['Mamá', 'carmen1957@correo.example'],
  ['日本 太郎', 'taro@example.jp.example'],
] as const

const SUBJECTS = [
  'Quarterly plan',
  'Pipeline green on main: 412 tests, 0 failures',
  'Re: Photos for the autumn catalogue and the printing schedule in Rotterdam',
  'Five ideas worth your Sunday',
  'Contract, second draft',
  'Invoice 2026-1182 is ready',
  'Consent forms for the follow-up study',
  '[northwind/api] Retry uploads after a timeout (#418)',
  '¿Vienes el domingo?',
  '会議のお知らせ',
] as const

const SNIPPETS = [
  'Hi, here is the plan we talked about. I moved the hiring to the second half and left the budget as it was',
  'All checks have passed. Deployed to staging in 3 min 12 s.',
  'The printer needs final files by Thursday, so could you look at the two covers today?',
  'A short history of the pencil, why bridges sing, and what the tide knows.',
  'I accepted most of your changes; clause 7 still needs a word from your side.',
  'Your invoice for November is attached. The amount is collected in ten days.',
  'Please find attached the three forms. Two need your signature before Friday.',
  'This adds exponential backoff with jitter and a test that loses every third request.',
  'Hago paella. Avísame si traes a alguien para comprar más marisco.',
  '来週の会議は水曜日の午後三時に変更になりました。',
] as const

export const ACCOUNTS = ['acc-work', 'acc-home', 'acc-client'] as const
const NOW = new Date('2026-11-20T18:00:00Z').getTime()

/** One row per number; 0 is the newest. */
export function rowOf(index: number): EmailListItem {
  const pick = (index * 7 + Math.floor(index / 10)) % 10
  const [fromName, fromEmail] = SENDERS[pick] ?? SENDERS[0]
  const minutes = index < 8 ? index * 37 : 300 + index * index * 3
  const sent = index % 13 === 5
  return {
    id: `m${index}`,
    providerMessageId: `p${index}`,
    accountId: ACCOUNTS[index % 3] ?? ACCOUNTS[0],
    mailboxId: 'mb-1',
    threadId: `t${index}`,
    fromEmail: sent ? 'me@northwind.example' : fromEmail,
    fromName: sent ? 'Alex Moreno' : fromName,
    to: [
      { name: 'Alex Moreno', email: 'me@northwind.example' },
      ...(index % 4 === 0 ? [{ name: 'Bo Chen', email: 'bo@northwind.example' }] : []),
    ],
    cc: index % 5 === 0 ? [{ name: '', email: 'team@northwind.example' }] : [],
    subject: index === 11 ? '' : (SUBJECTS[pick] ?? ''),
    snippet: SNIPPETS[pick] ?? '',
    receivedAt: new Date(NOW - minutes * 60_000).toISOString(),
    isRead: index % 4 !== 0 && index !== 2,
    isStarred: index % 9 === 1,
    hasAttachments: index % 5 === 0,
    box: sent ? 'SENT' : 'INBOX',
    labels: [],
  }
}

/** True where a box lists the row. */
export function isInBox(row: EmailListItem, box: Box): boolean {
  if (box === 'ALL_MAIL') return true
  if (box === 'STARRED') return row.isStarred
  if (box === 'SENT') return row.box === 'SENT'
  return box === 'INBOX' && row.box === 'INBOX'
}

const NEWSLETTER = `<table width="100%" bgcolor="#f4f1ea"><tr><td align="center"><table width="560" bgcolor="#ffffff" cellpadding="24"><tr><td>
<h1 style="font-family:Georgia;color:#222">Five ideas worth your Sunday</h1><p><img alt="A pencil" width="512" height="180"></p>
<p style="color:#444">A short history of the pencil, why bridges sing, and what the tide knows.</p>
<p><a href="https://click.tracking.example/x1">https://brief.example/pencil</a> · <a href="https://brief.example/unsubscribe">Unsubscribe</a></p></td></tr></table></td></tr></table>`

const LETTER = `<p>Hi Alex,</p><p>here is the plan we talked about. I moved the hiring to the second half and left the budget as it was. The numbers are in the sheet; please look at rows 14 to 22 before Thursday, because those go to the board.</p>
<ul><li>Two engineers in March, one designer in May</li><li>Office lease: renew for one year, not three</li><li>Travel: the same as last year</li></ul>
<p>The long version is on <a href="https://docs.northwind.example/plan">docs.northwind.example/plan</a>.</p><p>Best,<br>Ana</p>
<blockquote><p>On 18 November Alex wrote:</p><p>Could you send me the plan before the weekend?</p></blockquote>`

/** The row’s message. */
export function contentOf(row: EmailListItem, images: 'block' | 'show'): EmailContent {
  const newsletter = row.subject.startsWith('Five')
  const plain = row.fromName === 'Build bot'
  return {
    ...row,
    htmlBody: plain ? null : newsletter ? NEWSLETTER : LETTER,
    textBody: plain
      ? `${row.snippet}\n\n> main\n> 412 passed\n\nhttps://builds.example/7281`
      : null,
    bcc: [],
    replyTo: [],
    protection: { signature: null, encryption: null },
    emptyReason: null,
    attachments: row.hasAttachments
      ? [
          file('plan.pdf', 'application/pdf', 1_240_000),
          file(
            'Budget 2027, second version with comments.xlsx',
            'application/vnd.ms-excel',
            88_400,
          ),
          file('cover.png', 'image/png', 412_000),
        ]
      : [],
    headers: [
      { name: 'From', value: `${row.fromName} <${row.fromEmail}>` },
      { name: 'Subject', value: row.subject },
      { name: 'Message-ID', value: `<${row.id}@northwind.example>` },
    ],
    remoteImages: newsletter ? 3 : 0,
    trackers: newsletter && images === 'block' ? 1 : 0,
    defects: row.fromName === '' ? ['A part names the character set “x-unknown”.'] : [],
  }
}

function file(filename: string, contentType: string, size: number) {
  return { attachmentId: filename, filename, contentType, size, contentId: null, isInline: false }
}
