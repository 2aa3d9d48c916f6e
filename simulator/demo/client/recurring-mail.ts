import { newsletterHtml } from '../newsletter-html.ts'
import * as people from '../people.ts'
import { createPdf } from '../sample-files.ts'
import type { Conversation } from '../conversation.ts'
import { repeat, cycle } from '../cycle-and-repeat.ts'

const { CLIENT, RUTH, MARION, OWEN, DANIEL, SAM, LENA } = people

const DECIDED = [
  'Lamps over the issue desk: the warm ones, all agreed.',
  'The café gets the north corner and pays for its own extractor.',
  'Opening hours on Sundays are tried for three months.',
  'The lime tree gets a bench around it.',
  'Two toilets more on the ground floor, taken from the store room.',
  'Carpet samples: the green one survived the juice.',
] as const
const OPEN = [
  'Who waters the roof garden in August?',
  'Signs in two or three languages?',
  'Where do the returned books go when the box is full?',
  'Does the reading boat need a life belt? (Marion insists.)',
  'A date for the fire drill with the school next door.',
] as const
const boardNotes = repeat(30, (n): Conversation => ({
  subject: `Library board, notes of meeting ${30 - n}`,
  daysAgo: 6.2 + n * 14,
  box: n < 2 ? 'INBOX' : 'ARCHIVE',
  labels: ['Projects/Kestrel Library'],
  messages: [
    {
      from: RUTH,
      to: [CLIENT, MARION, SAM],
      isUnread: n === 0,
      text: `Dear all,\n\nDecided:\n- ${cycle(DECIDED, n)}\n- ${cycle(DECIDED, n + 2)}\n\nOpen:\n- ${cycle(OPEN, n)}\n\nNext meeting in two weeks, same room, same biscuits.\n\nRuth`,
    },
    ...(n % 2 === 0
      ? [
          {
            from: CLIENT,
            to: [RUTH],
            cc: [MARION, SAM],
            after: 4,
            text: cycle(
              [
                'Thank you, Ruth, nothing to add from my side.\n\nMara',
                'Thanks. Drawings for the first point follow this week.\n\nMara',
                'Thank you. I have a proposal for the open point, five minutes next time please.\n\nMara',
              ],
              n / 2,
            ),
          },
        ]
      : []),
  ],
}))

const payments = repeat(14, (n): Conversation => {
  const number = `HR-${214 - n}`
  const amount = `${(7_400 + ((n * 911) % 3_000)).toLocaleString('en')}.00`
  return {
    subject: `Payment advice: invoice ${number}`,
    daysAgo: 13.3 + n * 30.2,
    box: 'ARCHIVE',
    labels: ['Invoices'],
    isBulk: true,
    messages: [
      {
        from: DANIEL,
        text: `Good morning,\n\ninvoice ${number} over ${amount} was released today and reaches your account within three working days.\n\nDaniel Acheampong\nFinance`,
        files: [
          createPdf(
            `payment-advice-${number}.pdf`,
            'Kestrel Council, finance',
            `Invoice ${number}`,
            'Halden & Roe Architects',
            `Released: ${amount}`,
          ),
        ],
      },
    ],
  }
})

const sentInvoices = repeat(14, (n): Conversation => {
  const number = `HR-${214 - n}`
  return {
    subject: `Invoice ${number}, Kestrel Library`,
    daysAgo: 20.1 + n * 30.2,
    messages: [
      {
        from: CLIENT,
        to: [DANIEL],
        text: `Dear Daniel,\n\nour invoice ${number} for last month’s services is attached, with the purchase order’s number on it as you like it.\n\nMara`,
        files: [createPdf(`invoice-${number}.pdf`, 'Halden & Roe Architects', `Invoice ${number}`)],
      },
    ],
  }
})

const SERVICE = [
  ['Printers move to a new server', 'Printing pauses on Thursday from 17:00 to 17:30.'],
  ['New phones in the front office', 'Please do not answer the old ones, they only look alive.'],
  ['Updates this weekend', 'Leave your computer switched on on Friday. It likes company.'],
  ['Guest network has a new password', 'Ask at the front desk. It rhymes this time.'],
  ['Lift in the east wing', 'Out of service on Tuesday morning for its yearly inspection.'],
  ['Fire drill', 'Wednesday at eleven. Take a coat, leave the cake.'],
] as const
const service = repeat(28, (n): Conversation => {
  const [subject, text] = cycle(SERVICE, n)
  return {
    subject: `Service notice: ${subject}`,
    daysAgo: 2.1 + n * 15.1,
    box: n < 3 ? 'INBOX' : 'ARCHIVE',
    isBulk: true,
    messages: [
      {
        from: n % 2 === 0 ? OWEN : SAM,
        isUnread: n === 1,
        text: `Dear colleagues,\n\n${text}\n\nThank you for your patience.\n${n % 2 === 0 ? 'IT service desk' : 'Facilities'}`,
      },
    ],
  }
})

const TOWN = [
  {
    title: 'Swifts are back under the town hall roof',
    text: 'Thirty-one pairs, two more than last year. Please keep the skylights shut.',
    image: 'swifts.jpg',
  },
  {
    title: 'The library from the inside',
    text: 'A first walk through the reading room, still without books and already quiet.',
    image: 'reading-room.jpg',
  },
  {
    title: 'Market moves to the square',
    text: 'For six weeks the vegetables have the better address.',
    image: 'market.jpg',
  },
  {
    title: 'Lost property, annual report',
    text: 'Forty umbrellas, nine left shoes, one trombone.',
    image: 'trombone.jpg',
  },
  {
    title: 'New benches on the river path',
    text: 'Each one was tested by the planning committee, sitting.',
    image: 'benches.jpg',
  },
] as const
const townLetter = repeat(28, (n): Conversation => {
  const stories = [cycle(TOWN, n), cycle(TOWN, n + 2)] as const
  return {
    subject: `Kestrel weekly: ${stories[0].title}`,
    daysAgo: 1.2 + n * 14.6,
    box: n < 2 ? 'INBOX' : 'ARCHIVE',
    isBulk: true,
    headers: {
      'List-Id': '<weekly.kestrelcouncil.example>',
      'List-Unsubscribe': '<https://www.kestrelcouncil.example/unsubscribe?id=7f3a>',
    },
    messages: [
      {
        from: { name: 'Kestrel weekly', email: 'weekly@kestrelcouncil.example' },
        isUnread: n === 0,
        text: stories.map(({ title, text }) => `${title}\n${text}`).join('\n\n'),
        html: newsletterHtml({
          brand: 'Kestrel weekly',
          accent: '#5a3f8f',
          host: 'kestrelcouncil.example',
          issue: `Number ${312 - n}`,
          intro: 'What happens in the house, on one page.',
          stories,
        }),
      },
    ],
  }
})

const canteen = repeat(10, (n): Conversation => ({
  subject: `Canteen: ${cycle(['soup week', 'pancake Thursday', 'the oven is back'], n)}`,
  daysAgo: 9.4 + n * 24,
  box: 'TRASH',
  isBulk: true,
  messages: [
    {
      from: LENA,
      text: 'Dear all,\n\nwho comes along at half past twelve? Table by the window.\n\nLena',
    },
  ],
}))

/** What comes in regularly at the council: minutes, payments, notices, the weekly letter. */
export const CLIENT_RECURRING_MAIL: readonly Conversation[] = [
  ...boardNotes,
  ...payments,
  ...sentInvoices,
  ...service,
  ...townLetter,
  ...canteen,
]
