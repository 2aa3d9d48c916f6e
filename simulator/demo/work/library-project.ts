import * as people from '../people.ts'
import { createPdf, createPhoto } from '../sample-files.ts'
import type { Conversation } from '../conversation.ts'

const { WORK, PRIYA, TOM, ELSA, JONAS, AISHA, RUTH, GARETH, NINA } = people
const KESTREL = ['Kestrel Library']

/** The library project: the long story of the work account. */
export const LIBRARY_PROJECT_CONVERSATIONS: readonly Conversation[] = [
  {
    subject: 'Roof lights: which option goes to the council?',
    daysAgo: 0.32,
    labels: KESTREL,
    messages: [
      {
        from: RUTH,
        cc: [TOM],
        text: 'Hi Mara,\n\nThe members meet on Thursday and want one roof light option, not three. Could you tell me by tomorrow which one you recommend and what it does to the budget?\n\nA paragraph is plenty. They liked the north-facing one in the model.\n\nRuth',
      },
      {
        from: WORK,
        to: [RUTH],
        cc: [TOM],
        after: 1.2,
        text: 'Hi Ruth,\n\nWe recommend option B, the north-facing saw-tooth. It gives even light on the reading tables all day, needs no blinds, and costs about 11,400 more than flat domes. The blinds we can then leave out are 9,800, so the difference is small.\n\nI will send the paragraph and one drawing in the morning.\n\nMara',
      },
      {
        from: RUTH,
        cc: [TOM],
        after: 2.5,
        isUnread: true,
        isStarred: true,
        text: 'That is exactly what I need, thank you. If the drawing can show the view from the children’s corner, even better: two of the members asked about glare there.\n\nRuth',
      },
    ],
  },
  {
    subject: 'Site photos, week 31',
    daysAgo: 0.9,
    labels: KESTREL,
    messages: [
      {
        from: GARETH,
        text: 'Morning Mara,\n\nGlulam beams are up on grid lines C to F, see the pictures. We lost half a day to wind on Tuesday but should make it up by Friday.\n\nOne thing to look at: the bracket on D4 sits 15 mm proud. Happy to leave it if the ceiling covers it.\n\nGareth',
        files: [
          createPhoto('site', 'grid-c-to-f.png', 'beams.1@pughandsons.example'),
          createPhoto('winter', 'bracket-d4.png', 'beams.2@pughandsons.example'),
        ],
      },
      {
        from: WORK,
        after: 2,
        text: 'These look great, thank you Gareth.\n\nD4: the ceiling drops 40 mm there, so leave it. Please make sure it is painted before the boards go up.\n\nMara',
      },
      {
        from: GARETH,
        after: 5,
        isUnread: true,
        text: 'Will do. Painter is in on Monday anyway.',
      },
    ],
  },
  {
    subject: 'Stair balustrade, revised calculation',
    daysAgo: 3.2,
    labels: KESTREL,
    messages: [
      {
        from: NINA,
        cc: [JONAS],
        text: 'Dear Mara,\n\nThe 12 mm glass works with the clamps at 600 mm, not at 750 as drawn. Calculation attached. That means two more clamps on the upper flight.\n\nIf you would rather keep the rhythm of the lower flight, we could go to 15 mm glass instead.\n\nBest,\nNina',
        files: [
          createPdf(
            'balustrade-calculation-rev-B.pdf',
            'Sorensen Engineers',
            'Balustrade, upper flight, revision B',
            'Glass 12 mm, clamps at 600 mm centres',
            'Utilisation 0.87',
          ),
        ],
      },
      {
        from: WORK,
        to: [NINA],
        cc: [JONAS],
        after: 4,
        text: 'Thank you Nina. We keep the 12 mm and add the clamps; from the landing nobody will count them.\n\nJonas, could you update the detail and send it to Gareth before he orders?\n\nMara',
      },
      {
        from: JONAS,
        to: [WORK],
        cc: [NINA],
        after: 3,
        text: 'Done, drawing 412 is now revision C and in the shared folder. Gareth has it.\n\nJonas',
      },
    ],
  },
  {
    subject: 'Opening day: guest list and speeches',
    daysAgo: 6.4,
    labels: KESTREL,
    messages: [
      {
        from: RUTH,
        cc: [ELSA],
        text: 'Hello both,\n\nWe are aiming for the second Saturday in May for the opening. The mayor has ten minutes, the school choir two songs. Would one of you say a few words about the building, five minutes at most?\n\nRuth',
      },
      {
        from: ELSA,
        to: [RUTH, WORK],
        after: 5,
        text: 'Mara should do it, it is her building.\n\nElsa',
      },
      {
        from: WORK,
        to: [RUTH],
        cc: [ELSA],
        after: 18,
        text: 'I will, with pleasure, and I will keep to four minutes.\n\nCould we invite the carpenters? They would be proud to be there and it is their roof everybody will be looking at.\n\nMara',
      },
      {
        from: RUTH,
        cc: [ELSA],
        after: 3,
        text: 'Lovely idea. Send me the names and I will add them. Children under ten get a paper crown with the library on it, by the way. You have been warned.\n\nRuth',
      },
      {
        from: WORK,
        to: [RUTH],
        cc: [ELSA],
        after: 26,
        text: 'Names: Gareth, Owen and Rhys Pugh, and Marta Nowak who cut all the joints. Eleven people with families.\n\nI want a crown too.\n\nMara',
      },
      {
        from: RUTH,
        cc: [ELSA],
        after: 2,
        isUnread: true,
        text: 'Noted: one architect’s crown, size large.',
      },
    ],
  },
  {
    subject: 'Acoustic panels: samples arrived',
    daysAgo: 12.1,
    labels: KESTREL,
    messages: [
      {
        from: AISHA,
        text: 'The three samples are on the big table. The felt is darker than on the screen, the wood wool looks better than I expected, and the perforated ply smells of pine.\n\nRuth comes by on Wednesday at four, shall we show her all three?\n\nAisha',
      },
      {
        from: WORK,
        after: 1,
        text: 'Only the wood wool and the ply. The felt will never survive the children’s corner.\n\nThanks for chasing these!\n\nMara',
      },
      { from: AISHA, after: 0.4, text: 'Felt hidden under my desk. It makes a good cushion.' },
    ],
  },
  {
    subject: 'Drainage under the forecourt',
    daysAgo: 27.5,
    labels: KESTREL,
    messages: [
      {
        from: GARETH,
        cc: [NINA],
        text: 'Hi both,\n\nWe found an old brick culvert two metres in front of the entrance, not on any drawing. It is dry and in good order. Photo attached. Digging stopped until I hear from you.\n\nGareth',
        files: [createPhoto('site', 'culvert.png')],
      },
      {
        from: NINA,
        to: [GARETH, WORK],
        after: 3,
        text: 'Good that you stopped. Can somebody measure the width and the depth of the crown? If it is less than 600 mm below the slab we need to bridge it.\n\nNina',
      },
      {
        from: GARETH,
        to: [NINA, WORK],
        after: 20,
        text: '540 to the crown, 900 wide, runs straight towards the river.',
      },
      {
        from: NINA,
        to: [WORK, GARETH],
        after: 7,
        text: 'Then we bridge it. Two precast planks, 150 mm, bearing on new pads each side. Sketch follows today. Cost is in the order of 3,000.\n\nNina',
      },
      {
        from: WORK,
        to: [NINA, GARETH],
        cc: [RUTH],
        after: 2,
        text: 'Agreed. Ruth, this comes out of the contingency, which then stands at 41,200. The culvert seems to be from about 1870; the county archaeologist may want a look before it is covered, I am calling her now.\n\nMara',
      },
      {
        from: RUTH,
        to: [WORK],
        cc: [NINA, GARETH],
        after: 5,
        text: 'Fine from our side. Please send me a photograph for the local history group, they will be beside themselves.\n\nRuth',
      },
      {
        from: WORK,
        to: [RUTH, GARETH, NINA],
        after: 46,
        text: 'The archaeologist was here this morning, took pictures and gave us the go-ahead. Work can continue.\n\nMara',
      },
    ],
  },
  {
    subject: 'Colour of the front door',
    daysAgo: 41,
    labels: KESTREL,
    messages: [
      { from: TOM, text: 'Before this turns into a committee: green or red?\n\nTom' },
      { from: WORK, after: 0.3, text: 'Green. RAL 6005, like the old market hall.\n\nMara' },
      { from: ELSA, to: [TOM, WORK], after: 1, text: 'Red.' },
      { from: TOM, to: [ELSA, WORK], after: 0.2, text: 'I knew it.' },
      {
        from: AISHA,
        to: [TOM, ELSA, WORK],
        after: 0.6,
        text: 'Has anybody asked the people who will walk through it? I put both colours on the boards at the site fence on Saturday with a box of stickers.',
      },
      {
        from: AISHA,
        to: [TOM, ELSA, WORK],
        after: 71,
        isStarred: true,
        text: 'Result: 214 stickers for green, 97 for red, and 12 for a dinosaur somebody drew underneath.\n\nAisha',
      },
      {
        from: ELSA,
        to: [AISHA, TOM, WORK],
        after: 0.5,
        text: 'I withdraw red in favour of the dinosaur.',
      },
      {
        from: WORK,
        to: [AISHA, TOM, ELSA],
        after: 1,
        text: 'Green it is. Aisha, that was brilliant. Let us do the same for the reading chairs.\n\nMara',
      },
    ],
  },
  {
    subject: 'Planning permission granted',
    daysAgo: 318,
    labels: KESTREL,
    messages: [
      {
        from: RUTH,
        cc: [TOM, ELSA],
        isStarred: true,
        text: 'Dear all,\n\nThe committee approved the library this afternoon, nine votes to one, with two conditions: the bicycle stands move to the east side and the lime tree stays.\n\nThe decision notice is attached. Congratulations, and thank you for your patience in February.\n\nRuth',
        files: [
          createPdf(
            'decision-notice-PL-0417.pdf',
            'Kestrel Council',
            'Planning decision PL/0417',
            'New public library, Mill Lane',
            'Granted with two conditions',
          ),
        ],
      },
      {
        from: WORK,
        to: [RUTH],
        cc: [TOM, ELSA],
        after: 1,
        text: 'Wonderful! The lime tree was always going to stay.\n\nThank you for carrying this through three committees, Ruth. The studio is opening a bottle.\n\nMara',
      },
      {
        from: TOM,
        to: [WORK, ELSA, JONAS, AISHA, PRIYA],
        after: 0.4,
        text: 'Five o’clock, roof terrace, bring a glass.',
      },
    ],
  },
  {
    subject: 'Tender results for the timber frame',
    daysAgo: 236,
    labels: KESTREL,
    messages: [
      {
        from: PRIYA,
        cc: [TOM],
        text: 'Mara, three tenders came in: Pugh & Sons 612,400, Eastmere 655,900, and Holt 598,000 but without the crane. Summary attached.\n\nPriya',
        files: [
          createPdf(
            'tender-summary.pdf',
            'Timber frame, tender summary',
            'Pugh and Sons  612,400',
            'Eastmere  655,900',
            'Holt  598,000 excluding crane',
          ),
        ],
      },
      {
        from: WORK,
        to: [PRIYA],
        cc: [TOM],
        after: 4,
        text: 'Holt with a crane is over 630,000. I would take Pugh: they cut their own joints and know the site.\n\nMara',
      },
      {
        from: TOM,
        to: [WORK, PRIYA],
        after: 2,
        text: 'Agreed. Please write the recommendation to Ruth.\n\nTom',
      },
    ],
  },
]
