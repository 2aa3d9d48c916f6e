import { newsletterHtml } from '../newsletter-html.ts'
import * as people from '../people.ts'
import { createPdf } from '../sample-files.ts'
import type { Conversation } from '../conversation.ts'
import { repeat, cycle } from '../cycle-and-repeat.ts'

const { WORK, PRIYA, GARETH } = people

const DONE = [
  'The slab over the plant room is poured and curing well.',
  'Scaffold on the north side is complete and signed off.',
  'All window openings on the ground floor are checked and within 5 mm.',
  'The lift pit is dry since the second pump went in.',
  'Brickwork on the east gable has reached the sills.',
  'First fix of the heating is done in the reading room.',
  'Insulation to the flat roof is down, membrane follows on Tuesday.',
  'The carpenters finished the stair stringers in the workshop.',
  'Drains tested and passed on the first go.',
  'Concrete floor in the foyer is ground and has its first seal.',
  'The temporary roof is off and the sun shines in, which everyone enjoyed.',
] as const
const NEXT = [
  'Next week: first delivery of the glulam beams, crane booked for Wednesday.',
  'Next week: plasterers start in the staff room.',
  'Next week: the electrician returns for the ceiling routes.',
  'Next week: we close Mill Lane from nine to three on Thursday for the pump.',
  'Next week: sample panel of the rendered wall for you to look at.',
  'Next week: airtightness test, please keep Friday free.',
  'Next week: window installation, upper floor.',
] as const
const ISSUES = [
  'No accidents, no visitors, two inquisitive dogs.',
  'Rain cost us a day and a half; the programme still has three days of float.',
  'The supplier of the roof lights is a week late. I have told him what I think.',
  'One query for you: the reveal on window W07, see my note on the drawing.',
  'Neighbour at number 14 asked about the noise before eight. We now start at half past.',
] as const
const ANSWERS = [
  'Thanks Gareth, clear as always. W07: keep the reveal at 120.\n\nMara',
  'Good progress. I will be on site on Thursday around ten.\n\nMara',
  'Thank you. Please send the test certificate to Ruth as well.\n\nMara',
  'Thanks! Could you photograph the junction at the lime tree before it is covered?\n\nMara',
] as const

const siteReports = repeat(60, (n): Conversation => ({
  subject: `Kestrel Library, site report ${60 - n}`,
  daysAgo: 4.4 + n * 7,
  labels: ['Kestrel Library'],
  messages: [
    {
      from: GARETH,
      text: `Hello Mara,\n\nreport for week ${60 - n}:\n\n- ${cycle(DONE, n)}\n- ${cycle(DONE, n * 3 + 4)}\n- ${cycle(NEXT, n)}\n\n${cycle(ISSUES, n)}\n\nGareth Pugh\nPugh & Sons`,
      isUnread: n === 0,
    },
    ...(n % 3 === 1 ? [{ from: WORK, after: 5, text: cycle(ANSWERS, (n - 1) / 3) }] : []),
  ],
}))

const WEEK_PLANS = [
  'Tom is in court as an expert on Tuesday, all day.',
  'The big table is reserved for the competition until Thursday.',
  'Visitors: twelve students on Wednesday at two. Please hide the biscuits.',
  'Time sheets are due on Friday. Yes, everybody’s.',
  'The window cleaner comes on Monday, clear the sills please.',
  'Elsa is in Copenhagen until Thursday and reads mail in the evening.',
  'New coffee has arrived. The old machine has not improved.',
] as const
const DEADLINES = [
  'Whitfield House: building regulations drawings to the council by Friday',
  'Casa del Agua: courtyard details to Lucía by Wednesday',
  'Kestrel Library: joinery schedule to Gareth by Thursday',
  'River baths: concept texts to the printer on Wednesday',
  'School extension: fee proposal to the governors on Monday',
] as const
const mondayNotes = repeat(30, (n): Conversation => ({
  subject: `This week in the studio (${cycle(['plans', 'deadlines', 'who is where'], n)})`,
  daysAgo: 4.9 + n * 14,
  messages: [
    {
      from: PRIYA,
      to: [WORK, people.TOM, people.ELSA, people.JONAS, people.AISHA],
      text: `Good morning,\n\ndeadlines:\n- ${cycle(DEADLINES, n)}\n- ${cycle(DEADLINES, n + 2)}\n\n${cycle(WEEK_PLANS, n)} ${cycle(WEEK_PLANS, n + 3)}\n\nStudio lunch on Thursday at one.\n\nPriya`,
    },
  ],
}))

const BILLS = [
  {
    from: { name: 'Cloudnine Hosting', email: 'billing@cloudnine.example' },
    what: 'Hosting and backups',
    amount: 84,
    day: 3.3,
  },
  {
    from: { name: 'North Quay Print', email: 'accounts@northquayprint.example' },
    what: 'Prints and boards',
    amount: 212,
    day: 11.2,
  },
  {
    from: { name: 'Drafting Suite', email: 'invoices@draftingsuite.example' },
    what: 'Six licences, monthly',
    amount: 318,
    day: 19.6,
  },
] as const
const invoices = BILLS.flatMap(({ from, what, amount, day }, kind) =>
  repeat(14, (n): Conversation => {
    const number = `${2026 - kind}-${String(400 - n * 17 - kind).padStart(4, '0')}`
    const total = `${amount + ((n * 37) % 90)}.${String((n * 41) % 100).padStart(2, '0')}`
    return {
      subject: `Invoice ${number}`,
      daysAgo: day + n * 30,
      labels: ['Invoices', 'CATEGORY_UPDATES'],
      isBulk: true,
      messages: [
        {
          from,
          text: `Hello,\n\nplease find attached invoice ${number} over ${total}, payable within 30 days.\n\n${what}\n\nThank you for your business.\n${from.name}`,
          files: [
            createPdf(
              `invoice-${number}.pdf`,
              from.name,
              `Invoice ${number}`,
              'Halden & Roe Architects',
              what,
              `Total: ${total}`,
            ),
          ],
        },
      ],
    }
  }),
)

const STORIES = [
  {
    title: 'A market hall that stands on one column',
    text: 'In Ghent, a practice of five turned an awkward corner plot into a covered square.',
    image: 'market-hall.jpg',
  },
  {
    title: 'Straw, clay and a thousand volunteers',
    text: 'How a village school was plastered in nine days, and what it costs to heat.',
    image: 'straw-school.jpg',
  },
  {
    title: 'The quiet comeback of the bay window',
    text: 'Six houses in which the best seat is neither inside nor outside.',
    image: 'bay-window.jpg',
  },
  {
    title: 'Reading rooms, ranked by their lamps',
    text: 'We visited eleven libraries after dark and took a light meter along.',
    image: 'reading-lamps.jpg',
  },
  {
    title: 'What the flood taught Dordrecht',
    text: 'Ground floors that may get wet, and the people who live above them.',
    image: 'dordrecht.jpg',
  },
  {
    title: 'Timber at fourteen storeys',
    text: 'An engineer explains the connection everybody asks about.',
    image: 'fourteen.jpg',
  },
  {
    title: 'Repair, do not replace: a 1962 swimming pool',
    text: 'The tiles were numbered, washed and put back. All forty thousand of them.',
    image: 'pool-1962.jpg',
  },
] as const
const newsletters = repeat(28, (n): Conversation => {
  const stories = [cycle(STORIES, n), cycle(STORIES, n + 2), cycle(STORIES, n + 5)] as const
  return {
    subject: `The Section: ${stories[0].title}`,
    daysAgo: 1.6 + n * 15,
    labels: ['CATEGORY_PROMOTIONS'],
    isBulk: true,
    headers: {
      'List-Id': '<letter.thesection.example.com>',
      'List-Unsubscribe':
        '<mailto:leave@thesection.example.com>, <https://www.thesection.example.com/unsubscribe?id=7f3a>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
    messages: [
      {
        from: { name: 'The Section', email: 'letter@thesection.example.com' },
        isUnread: n % 4 === 0 && n < 10,
        text: stories.map(({ title, text }) => `${title}\n${text}`).join('\n\n'),
        html: newsletterHtml({
          brand: 'The Section',
          accent: '#8a4b2a',
          host: 'thesection.example.com',
          issue: `Issue ${212 - n}`,
          intro: 'Buildings worth a detour, every other week.',
          stories,
        }),
      },
    ],
  }
})

const TIMBER = [
  [
    'Screws into end grain: how long?',
    'We usually take 12 d into end grain and still pre-drill. Has anybody measured pull-out after a wet winter?',
    'We have: loss was about a fifth in spruce, nothing worth mentioning in larch.',
  ],
  [
    'Moisture on delivery',
    'Beams arrived at 17 % though 12 was ordered. Would you accept them for a heated room?',
    'Not without a month of acclimatising on site. Stack with gaps and turn them weekly.',
  ],
  [
    'Fire: char rate for ash',
    'I find tables for spruce and oak. What do you use for ash?',
    'Treat it as oak-like, 0.5 mm a minute. I can send you a test report.',
  ],
  [
    'Concealed brackets',
    'Looking for a concealed bracket that takes 40 kN and can be adjusted after assembly.',
    'There is one from a maker in Vorarlberg, we used it twice and were happy.',
  ],
  [
    'Old beams with beetle',
    'How do you tell an old infestation from a live one without drilling?',
    'Lay black paper below for four weeks. Fresh dust means somebody is home.',
  ],
  [
    'Glue for oak outdoors',
    'Which adhesive do you trust for laminated oak in full weather?',
    'Resorcinol, still. Ugly line, but ours has stood on a pier for nineteen years.',
  ],
  [
    'Green oak and steel',
    'The tannin is eating our galvanised bolts. Stainless throughout, or is a coating enough?',
    'Stainless. We tried coatings twice and paid for it twice.',
  ],
  [
    'Sound insulation of CLT floors',
    'How thick a layer of gravel do you put on a bare CLT floor between flats?',
    'Sixty millimetres of bound chippings, then the floating screed. Details on request.',
  ],
  [
    'Scarf joint, with or without keys',
    'Restoring a purlin from 1780. The old scarf has no keys. Add some, or copy what is there?',
    'Copy it. It has held for two centuries, which is more than either of us can promise.',
  ],
  [
    'Apprentices',
    'Where do you find young carpenters who want to learn hand joinery?',
    'We put a bench in the school yard once a year. Three of ours came from that.',
  ],
] as const
const timberList = repeat(20, (n): Conversation => {
  const [subject, question, answer] = cycle(TIMBER, n)
  return {
    subject: `[timber-design] ${subject}`,
    daysAgo: 2.6 + n * 20.3,
    labels: ['Timber list', 'CATEGORY_FORUMS'],
    headers: {
      'List-Id': 'Timber design <timber-design.lists.example.org>',
      'List-Post': '<mailto:timber-design@lists.example.org>',
      'List-Unsubscribe': '<mailto:timber-design-leave@lists.example.org>',
    },
    messages: [
      {
        from: cycle(
          [
            { name: 'Marek Dvořák', email: 'marek@dvorak-studio.example' },
            { name: 'Siân Rees', email: 'sian.rees@rees-timber.example' },
            { name: 'Pauline Gérard', email: 'pgerard@atelier-gerard.example' },
          ],
          n,
        ),
        to: [{ name: 'Timber design', email: 'timber-design@lists.example.org' }],
        text: `Dear list,\n\n${question}\n\nThanks`,
      },
      {
        from: cycle(
          [
            { name: 'Henning Dahl', email: 'dahl@dahl-tre.example' },
            { name: 'Olivia Hart', email: 'olivia@hart-structures.example' },
          ],
          n,
        ),
        to: [{ name: 'Timber design', email: 'timber-design@lists.example.org' }],
        after: 9,
        isUnread: n === 0,
        text: answer,
      },
    ],
  }
})

const MEETINGS = [
  'Library: client meeting',
  'Design review',
  'Whitfield House: site visit',
  'Call with Casa del Agua',
  'Studio lunch',
  'Fire consultant',
  'Staff talks',
] as const
const ROOMS = ['big table', 'room 2', 'on site, Mill Lane', 'video call'] as const
const calendar = repeat(30, (n): Conversation => ({
  subject: `${cycle(['Invitation', 'Updated invitation', 'Accepted'], n)}: ${cycle(MEETINGS, n)}`,
  daysAgo: 0.7 + n * 13.7,
  labels: ['CATEGORY_UPDATES'],
  isBulk: true,
  messages: [
    {
      from: cycle([PRIYA, people.TOM, people.RUTH, people.NINA], n),
      isUnread: n === 0,
      text: `${cycle(MEETINGS, n)}\n\nWhen: ${cycle(['Tuesday', 'Wednesday', 'Thursday', 'Monday', 'Friday'], n)}, ${cycle(['10:00–11:00', '14:30–15:30', '9:00–9:45', '16:00–17:00'], n)}\nWhere: ${cycle(ROOMS, n)}\nWho: Mara Lindqvist, ${cycle(['Tom Halden', 'Ruth Okafor', 'Jonas Berg', 'Aisha Karim'], n)}`,
    },
  ],
}))

const NOTICES = [
  'A question was answered in "New fire station, Larkfield".',
  'The deadline of "Town square, Eastmere" has moved by one week.',
  'New tender in your region: "Extension of the primary school, Wickham".',
  'New tender in your region: "Refurbishment of the county archive".',
  'Documents were added to "River baths, stage two".',
] as const
const portal = repeat(25, (n): Conversation => ({
  subject: `Tender portal: ${cycle(['new document', 'deadline changed', 'new tender', 'new tender', 'answer published'], n)}`,
  daysAgo: 3.9 + n * 16.4,
  labels: ['CATEGORY_UPDATES'],
  isBulk: true,
  messages: [
    {
      from: { name: 'Public Tender Portal', email: 'notify@tenders.example.org' },
      text: `${cycle(NOTICES, n)}\n\nReference ${48_210 - n * 131}. Sign in to the portal to read the details.\n\nThis message was sent automatically.`,
    },
  ],
}))

/** What comes in regularly: reports, bills, lists, letters, invitations. */
export const WORK_RECURRING_MAIL: readonly Conversation[] = [
  ...siteReports,
  ...mondayNotes,
  ...invoices,
  ...newsletters,
  ...timberList,
  ...calendar,
  ...portal,
]
