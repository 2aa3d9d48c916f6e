import * as people from '../people.ts'
import { createPdf, createPhoto } from '../sample-files.ts'
import type { Conversation } from '../conversation.ts'

const { CLIENT, WORK, RUTH, MARION, OWEN, DANIEL, SAM, LENA, TOM, PRIYA, GARETH, NINA } = people

const LIBRARY = ['Projects/Kestrel Library']
const TOWN_HALL = ['Projects/Town Hall']

/** What people at the council and from outside write to the mailbox the council gave Mara. */
export const CLIENT_CONVERSATIONS: readonly Conversation[] = [
  {
    subject: 'Opening day: who cuts the ribbon?',
    daysAgo: 0.7,
    messages: [
      {
        from: RUTH,
        to: [CLIENT, MARION],
        cc: [TOM, PRIYA],
        text: 'Dear all,\n\nthe mayor’s office asks who cuts the ribbon on opening day. Tradition says the mayor. The mayor says a child. Marion, do you have one?\n\nRuth',
      },
      {
        from: MARION,
        to: [RUTH, CLIENT],
        cc: [TOM, PRIYA],
        after: 1.5,
        text: 'I have about four hundred. The one who has borrowed most books this year is called Edie, she is eight, and she has opinions about the shelving.\n\nMarion',
      },
      {
        from: CLIENT,
        to: [MARION, RUTH],
        cc: [TOM, PRIYA],
        after: 1,
        text: 'Then it must be Edie. Please ask her what is wrong with the shelving before the joiner is paid.\n\nMara',
      },
      {
        from: TOM,
        to: [CLIENT, RUTH, MARION],
        cc: [PRIYA],
        after: 1.2,
        text: 'I can bring the big scissors from the studio. They have opened a swimming pool and two bakeries.\n\nTom',
      },
      {
        from: MARION,
        to: [CLIENT, TOM, RUTH],
        cc: [PRIYA],
        after: 2,
        isUnread: true,
        isStarred: true,
        text: 'Edie has accepted. Her remark, word for word: “The dinosaurs are on the top shelf and dinosaurs are for short people.”\n\nMarion',
      },
    ],
  },
  {
    subject: 'Shelving: final layout for the children’s corner',
    daysAgo: 2.4,
    messages: [
      {
        from: MARION,
        text: 'Hello Mara,\n\nhere is the layout with our changes: picture books face out, dinosaurs at knee height, and the reading boat stays by the window.\n\nCould you check that the boat still leaves the 1.2 m for wheelchairs?\n\nMarion',
        files: [
          createPdf(
            'childrens-corner-layout-C.pdf',
            'Kestrel Library',
            'Children’s corner, layout C',
            'Shelves 12 to 19, reading boat',
            'Passages: see dimensions',
          ),
          createPhoto('evening', 'boat-by-the-window.png', 'boat@kestrelcouncil.example'),
        ],
      },
      {
        from: CLIENT,
        to: [MARION],
        cc: [WORK],
        after: 4,
        text: 'Hello Marion,\n\n1.34 m at the narrowest point, so everybody gets past the boat. I have copied my studio address so that Jonas finds the layout as well.\n\nMara',
      },
      {
        from: MARION,
        after: 18,
        isUnread: true,
        text: 'Lovely. The boat has a name now, by the way. It is the HMS Overdue.\n\nMarion',
      },
    ],
  },
  {
    subject: 'Your purchase order 77-2041',
    daysAgo: 3.2,
    messages: [
      {
        from: DANIEL,
        text: 'Good morning Mara,\n\nplease find attached the purchase order for the additional site visits. Quote the number on the invoice and it reaches me without a detour.\n\nDaniel Acheampong\nFinance',
        files: [
          createPdf(
            'purchase-order-77-2041.pdf',
            'Kestrel Council',
            'Purchase order 77-2041',
            'Architect: additional site visits (6)',
            'Total: 4,350.00',
          ),
        ],
        isUnread: true,
      },
    ],
  },
  {
    subject: 'Town Hall: the damp in the council chamber',
    daysAgo: 5.1,
    messages: [
      {
        from: SAM,
        cc: [RUTH],
        text: 'Hi Mara,\n\nRuth says you know about old walls. The panelling behind the speaker’s chair is damp again, up to about a metre. The bucket under it has been given a name by the staff.\n\nCould you have a look next time you are here?\n\nSam\nFacilities',
        files: [createPhoto('winter', 'north-gutter.png')],
      },
      {
        from: CLIENT,
        to: [SAM],
        cc: [RUTH],
        after: 5,
        text: 'Hi Sam,\n\ngladly. From your picture I would start outside: the gutter on the north side ends above exactly that spot. Is it cleaned?\n\nMara',
      },
      {
        from: SAM,
        to: [CLIENT],
        cc: [RUTH],
        after: 21,
        text: 'It is now. There was a tennis ball in the downpipe and a small tree growing on it.\n\nSam',
      },
      {
        from: CLIENT,
        to: [SAM],
        cc: [RUTH, NINA],
        after: 2,
        text: 'That will be it. Let it dry until spring before anybody paints. Nina, would you put a moisture meter there when you come for the library?\n\nMara',
      },
      {
        from: NINA,
        to: [CLIENT, SAM],
        cc: [RUTH],
        after: 4,
        isUnread: true,
        text: 'With pleasure. I will bring two, one for the wall and one for the tree.\n\nNina',
      },
    ],
  },
  {
    subject: 'Badge and bicycle cage',
    daysAgo: 8.3,
    messages: [
      {
        from: SAM,
        text: 'Your new badge is at the front desk. It opens the bicycle cage as well, but only from the left. Nobody knows why.\n\nSam',
      },
      { from: CLIENT, after: 2, text: 'From the left it is. Thank you!\n\nMara' },
    ],
  },
  {
    subject: 'Handover documents, list of what is missing',
    daysAgo: 11.6,
    box: 'ARCHIVE',
    labels: LIBRARY,
    messages: [
      {
        from: RUTH,
        cc: [GARETH],
        text: 'Mara, Gareth,\n\nthe list for the handover file, with what we have in green. Missing are the lift certificate, the maintenance plan for the roof, and the warranty of the doors.\n\nRuth',
        files: [
          createPdf(
            'handover-checklist.pdf',
            'Kestrel Library',
            'Handover checklist',
            'Lift certificate: missing',
            'Roof maintenance plan: missing',
            'Door warranty: missing',
          ),
        ],
        isStarred: true,
      },
      {
        from: GARETH,
        to: [RUTH, CLIENT],
        after: 6,
        text: 'Lift certificate is with the inspector until Friday. Doors I have here, will scan.\n\nGareth',
      },
      {
        from: CLIENT,
        to: [RUTH],
        cc: [GARETH],
        after: 3,
        text: 'The roof plan is ours, you get it on Monday with drawings.\n\nMara',
      },
      {
        from: GARETH,
        to: [CLIENT, RUTH],
        after: 70,
        text: 'Certificate and door papers attached. That is all from me.\n\nGareth',
        files: [
          createPdf(
            'lift-certificate.pdf',
            'Lift inspection',
            'Kestrel Library',
            'Passed, no remarks',
          ),
          createPdf('doors-warranty.pdf', 'Warranty', 'Entrance doors', 'Ten years from handover'),
        ],
      },
    ],
  },
  {
    subject: 'Acoustics in the reading room',
    daysAgo: 52,
    labels: LIBRARY,
    messages: [
      {
        from: MARION,
        text: 'Mara, one worry: the reading room is beautiful and one can hear a crisp packet from the other end.\n\nMarion',
      },
      {
        from: CLIENT,
        cc: [PRIYA],
        after: 5,
        text: 'Crisp packets are the standard test. The felt panels on the east wall are not up yet; with them it drops by about half. If it does not, we add the ceiling baffles, the hooks are already there.\n\nMara',
      },
      {
        from: PRIYA,
        to: [CLIENT, MARION],
        after: 22,
        text: 'Panels arrive on the 14th. I have ordered a family pack of crisps for the acceptance test.\n\nPriya',
      },
      {
        from: MARION,
        to: [CLIENT, PRIYA],
        after: 290,
        isStarred: true,
        text: 'Tested with salt and vinegar at twelve metres. Inaudible. We ate the rest.\n\nMarion',
      },
    ],
  },
  {
    subject: 'Town Hall clock',
    daysAgo: 96,
    labels: TOWN_HALL,
    messages: [
      {
        from: RUTH,
        cc: [SAM],
        text: 'A citizen has written to complain that the town hall clock is right. It was four minutes fast for eleven years and his bus timetable depends on it.\n\nAny architectural advice?\n\nRuth',
      },
      {
        from: CLIENT,
        to: [RUTH],
        cc: [SAM],
        after: 3,
        text: 'Move the bus stop four minutes further away.\n\nMara',
      },
      {
        from: SAM,
        to: [RUTH, CLIENT],
        after: 1,
        text: 'I have offered him the key to the clock room and a ladder. He is reconsidering.\n\nSam',
      },
    ],
  },
  {
    subject: 'Welcome to your Kestrel Council mailbox',
    daysAgo: 421,
    labels: LIBRARY,
    messages: [
      {
        from: OWEN,
        cc: [RUTH],
        text: 'Hello Mara,\n\nas agreed with Ruth Okafor you have a mailbox with us for the time of the library project. It is an ordinary Microsoft 365 mailbox: shared calendars and the drawing archive come with it.\n\nPlease keep council mail in here and not at home. If something does not work, write to me or come by, room 0.14, there is tea.\n\nOwen Bright\nIT service desk',
      },
      {
        from: CLIENT,
        to: [OWEN],
        cc: [RUTH],
        after: 3,
        text: 'Hello Owen,\n\nit works, and MailManager shows it next to my other two. Thank you, also for the tea.\n\nMara',
      },
    ],
  },
  {
    subject: 'Grand opening of the cycle route',
    daysAgo: 133,
    labels: ['Projects'],
    messages: [
      {
        from: LENA,
        to: [CLIENT, SAM, RUTH],
        text: 'Dear colleagues,\n\nthe river route opens on Sunday. Whoever comes by bicycle gets a bell, whoever comes by car gets a look.\n\nLena Novak\nTransport',
      },
      { from: CLIENT, to: [LENA], after: 7, text: 'By bicycle, with my own bell.\n\nMara' },
    ],
  },
  {
    subject: 'Parking space 12',
    daysAgo: 27.4,
    box: 'TRASH',
    messages: [
      {
        from: SAM,
        text: 'Somebody with your number plate stands on space 12, which belongs to the snow plough. It is not snowing, so no hurry.\n\nSam',
      },
      {
        from: CLIENT,
        after: 0.4,
        text: 'That is a van with one letter more. I am here by train.\n\nMara',
      },
      { from: SAM, after: 0.3, text: 'So it is. The plough apologises.\n\nSam' },
    ],
  },
  {
    subject: 'You have been chosen as supplier of the year',
    daysAgo: 4.8,
    box: 'SPAM',
    isBulk: true,
    messages: [
      {
        from: { name: 'Award Committee', email: 'committee@best-supplier.example' },
        isUnread: true,
        text: 'Congratulations!\n\nYour company has been chosen from 41,000 candidates. Transfer the processing fee of 249 today to receive your glass trophy.',
      },
    ],
  },
  {
    subject: 'Mailbox almost full, verify now',
    daysAgo: 16.2,
    box: 'SPAM',
    isBulk: true,
    messages: [
      {
        from: { name: 'Mail Administrator', email: 'admin@kestrel-council-verify.example' },
        text: 'Your mailbox has reached 99 %. Verify your password within 24 hours to keep receiving mail.',
        html: '<p>Your mailbox has reached <b>99 %</b>.</p><p><a href="https://login.kestrel-council-verify.example/now">Verify your password</a> within 24 hours to keep receiving mail.</p>',
      },
    ],
  },
  {
    subject: 'Snag list, second round',
    daysAgo: 0.3,
    messages: [
      {
        from: CLIENT,
        to: [GARETH],
        isDraft: true,
        text: 'Hello Gareth,\n\nsecond round of the snag list, shorter than the first:\n\n- the handle of door 0.07 turns the wrong way\n- one lamp in the reading room hums in B flat\n- ',
      },
    ],
  },
]
