import { newsletterHtml } from '../newsletter-html.ts'
import * as people from '../people.ts'
import { createPdf } from '../sample-files.ts'
import type { Conversation } from '../conversation.ts'
import { repeat, cycle } from '../cycle-and-repeat.ts'

const { DAN, MEI, HOME } = people

const statements = repeat(14, (n): Conversation => ({
  subject: 'Your monthly statement is ready',
  daysAgo: 9.2 + n * 30.4,
  labels: ['CATEGORY_UPDATES'],
  isBulk: true,
  messages: [
    {
      from: { name: 'Meridian Bank', email: 'statements@meridianbank.example' },
      text: 'Dear Ms Lindqvist,\n\nyour statement for the past month is attached.\n\nWe never ask for your password by e-mail.\n\nMeridian Bank',
      files: [
        createPdf(
          `statement-${14 - n}.pdf`,
          'Meridian Bank',
          `Statement ${14 - n}`,
          'M. Lindqvist',
          `Closing balance: ${(3_120 + ((n * 613) % 1_900)).toLocaleString('en')}.00`,
        ),
      ],
    },
  ],
}))

const BOOKS = [
  {
    title: 'The Beekeeper’s Letters',
    text: 'Dry, tender and full of honey. Our bookseller Joan has read it twice.',
    image: 'beekeeper.jpg',
  },
  {
    title: 'North of the Lighthouse',
    text: 'A quiet novel about two brothers and one boat.',
    image: 'lighthouse.jpg',
  },
  {
    title: 'Eleven Winters',
    text: 'Short stories from Iceland, each shorter than a bus ride.',
    image: 'eleven-winters.jpg',
  },
  {
    title: 'Bread for Sceptics',
    text: 'Four ingredients, forty ways. The rye on page 61 alone is worth it.',
    image: 'bread.jpg',
  },
  {
    title: 'A Field Guide to Staircases',
    text: 'For everyone who stops on the landing to look up.',
    image: 'staircases.jpg',
  },
] as const
const bookshop = repeat(28, (n): Conversation => {
  const stories = [cycle(BOOKS, n), cycle(BOOKS, n + 3)] as const
  return {
    subject: `Harbour Books: ${stories[0].title} and more`,
    daysAgo: 0.8 + n * 15.1,
    labels: ['CATEGORY_PROMOTIONS'],
    isBulk: true,
    headers: {
      'List-Id': '<news.harbourbooks.example.com>',
      'List-Unsubscribe':
        '<mailto:leave@harbourbooks.example.com>, <https://www.harbourbooks.example.com/unsubscribe?id=7f3a>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
    messages: [
      {
        from: { name: 'Harbour Books', email: 'news@harbourbooks.example.com' },
        isUnread: n < 2,
        text: stories.map(({ title, text }) => `${title}\n${text}`).join('\n\n'),
        html: newsletterHtml({
          brand: 'Harbour Books',
          accent: '#1f5c6b',
          host: 'harbourbooks.example.com',
          issue: `Letter ${96 - n}`,
          intro: cycle(
            [
              'New on the table by the window this fortnight.',
              'Rain outside, so here is what we have been reading.',
              'We are open late on Thursday, with biscuits.',
            ],
            n,
          ),
          stories,
        }),
      },
    ],
  }
})

const DISHES = [
  {
    title: 'White beans with lemon and sage',
    text: 'Twenty minutes, one pan, better the next day.',
    image: 'white-beans.jpg',
  },
  {
    title: 'Cardamom buns',
    text: 'Start on Saturday evening and wake up to the smell.',
    image: 'cardamom.jpg',
  },
  { title: 'Leek and potato tart', text: 'The crust forgives everything.', image: 'leek-tart.jpg' },
  {
    title: 'Cucumber salad from Hyderabad',
    text: 'With peanuts, curry leaves and a great deal of lime.',
    image: 'cucumber.jpg',
  },
  {
    title: 'Apple cake of the neighbour',
    text: 'She measured with a teacup, so do we.',
    image: 'apple-cake.jpg',
  },
  {
    title: 'Miso aubergine',
    text: 'Under the grill until the edges catch.',
    image: 'aubergine.jpg',
  },
  { title: 'Red lentil soup', text: 'The one everybody asks for.', image: 'lentils.jpg' },
] as const
const recipes = repeat(38, (n): Conversation => {
  const dish = cycle(DISHES, n)
  return {
    subject: `Sunday table: ${dish.title}`,
    daysAgo: 6.1 + n * 11,
    labels: ['CATEGORY_PROMOTIONS'],
    isBulk: true,
    headers: { 'List-Unsubscribe': '<mailto:leave@sundaytable.example.com>' },
    messages: [
      {
        from: { name: 'Sunday Table', email: 'hello@sundaytable.example.com' },
        text: `${dish.title}\n${dish.text}`,
        html: newsletterHtml({
          brand: 'Sunday Table',
          accent: '#a63d2f',
          host: 'sundaytable.example.com',
          issue: `Week ${38 - n}`,
          intro: 'One dish for the weekend, tested in a small kitchen.',
          stories: [dish],
        }),
      },
    ],
  }
})

const TRIPS = ['Hallam', 'Eastmere', 'Kestrel', 'Whitby Sands', 'Larkfield'] as const
const trains = repeat(14, (n): Conversation => {
  const code = `NL${(482_113 + n * 7_919).toString(36).toUpperCase()}`
  const place = cycle(TRIPS, n)
  return {
    subject: `Your tickets to ${place} (${code})`,
    daysAgo: 10.6 + n * 28.7,
    labels: ['Travel', 'CATEGORY_UPDATES'],
    isBulk: true,
    messages: [
      {
        from: { name: 'Northline Trains', email: 'booking@northline.example' },
        text: `Thank you for travelling with Northline.\n\nBooking: ${code}\nTo: ${place}\nDeparture: ${cycle(['08:14', '15:04', '17:32', '06:50'], n)}\nCoach ${cycle(['B', 'C', 'E'], n)}, seat ${12 + ((n * 7) % 50)}\n\nYour ticket is attached.`,
        files: [
          createPdf(
            `ticket-${code}.pdf`,
            'Northline Trains',
            `Ticket ${code}`,
            `To ${place}`,
            'Mara Lindqvist, adult',
          ),
        ],
      },
    ],
  }
})

const LOANS = [
  'The Beekeeper’s Letters',
  'Timber Bridges of the Alps',
  'A Short Walk in Hokkaido',
  'Soup for Every Season',
  'The Craft of the Joint',
] as const
const library = repeat(15, (n): Conversation => ({
  subject: cycle(['A loan is due in three days', 'Your reservation is ready', 'Loan extended'], n),
  daysAgo: 7.7 + n * 26,
  labels: ['CATEGORY_UPDATES'],
  isBulk: true,
  messages: [
    {
      from: { name: 'City Library', email: 'noreply@citylibrary.example' },
      text: `Dear reader,\n\nthis is about "${cycle(LOANS, n)}".\n\n${cycle(['It is due back in three days. You may extend it twice online.', 'It waits for you at the desk until Saturday.', 'Your loan has been extended by four weeks.'], n)}\n\nCity Library`,
    },
  ],
}))

const energy = repeat(14, (n): Conversation => ({
  subject: `Your energy bill, month ${14 - n}`,
  daysAgo: 13.4 + n * 30.2,
  labels: ['CATEGORY_UPDATES'],
  isBulk: true,
  messages: [
    {
      from: { name: 'Fairwind Energy', email: 'service@fairwind.example' },
      text: `Hello Mara,\n\nyou used ${118 + ((n * 29) % 95)} kWh this month, ${cycle(['a little less', 'about as much', 'a little more'], n)} than in the month before. The bill is attached and will be paid by direct debit.\n\nFairwind Energy`,
      files: [
        createPdf(
          `fairwind-bill-${14 - n}.pdf`,
          'Fairwind Energy',
          `Bill ${14 - n}`,
          `${118 + ((n * 29) % 95)} kWh`,
        ),
      ],
    },
  ],
}))

const RUNS = [
  'Six of us last night, which is a record for rain. Next Tuesday: hill repeats, bring a lamp.',
  'The path by the weir is closed until spring. We meet at the boathouse instead.',
  'Parkrun volunteers needed for the first Saturday. Two hours, free coffee.',
  'Route for Sunday: out to the mill, back over the ridge, 16 km at talking pace.',
  'Somebody left a blue glove. It is on the fence post, waving.',
] as const
const club = repeat(13, (n): Conversation => ({
  subject: `[river-runners] ${cycle(['Tuesday', 'Change of meeting point', 'Volunteers', 'Sunday long run', 'Lost and found'], n)}`,
  daysAgo: 4.7 + n * 31,
  labels: ['Running', 'CATEGORY_FORUMS'],
  headers: {
    'List-Id': '<river-runners.lists.example.org>',
    'List-Unsubscribe': '<mailto:river-runners-leave@lists.example.org>',
  },
  messages: [
    {
      from: DAN,
      to: [{ name: 'River Runners', email: 'river-runners@lists.example.org' }],
      text: `Hello runners,\n\n${cycle(RUNS, n)}\n\nDan`,
    },
    {
      from: n % 2 === 0 ? MEI : HOME,
      to: [{ name: 'River Runners', email: 'river-runners@lists.example.org' }],
      after: 6,
      text: cycle(['Count me in.', 'I will be there, slowly.', 'Thanks Dan! See you then.'], n),
    },
  ],
}))

const parcels = repeat(16, (n): Conversation => ({
  subject: cycle(
    [
      'Your parcel is on its way',
      'Delivered: left with your neighbour',
      'Your parcel arrives today',
    ],
    n,
  ),
  daysAgo: 0.2 + n * 25.6,
  labels: ['CATEGORY_UPDATES'],
  isBulk: true,
  messages: [
    {
      from: { name: 'Swift Parcels', email: 'tracking@swiftparcels.example' },
      isUnread: n === 0,
      text: `Parcel ${(77_310_482 + n * 90_173).toString()} from ${cycle(['Harbour Books', 'Greenleaf Seeds', 'Fell & Ridge Outdoor', 'The Paper Mill'], n)}.\n\n${cycle(['It has left our depot and arrives tomorrow between ten and two.', 'We left it with your neighbour at number 12.', 'The driver reaches you between 14:20 and 15:20.'], n)}\n\nSwift Parcels`,
    },
  ],
}))

/** What comes in regularly at home. */
export const PERSONAL_RECURRING_MAIL: readonly Conversation[] = [
  ...statements,
  ...bookshop,
  ...recipes,
  ...trains,
  ...library,
  ...energy,
  ...club,
  ...parcels,
]
