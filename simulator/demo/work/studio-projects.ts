import * as people from '../people.ts'
import { createPdf, createPhoto } from '../sample-files.ts'
import type { Conversation } from '../conversation.ts'

const { WORK, PRIYA, TOM, ELSA, JONAS, AISHA, RUTH, GARETH, NINA, LUCIA, CLARA, BEN } = people
const HEAD: typeof WORK = { name: 'Margaret Lowe', email: 'm.lowe@wickhamprimary.example' }

/** The studio's other work of the past year. */
export const STUDIO_PROJECTS_CONVERSATIONS: readonly Conversation[] = [
  {
    subject: 'Wickham school: a visit from class 4B',
    daysAgo: 19.2,
    messages: [
      {
        from: HEAD,
        text: 'Dear Ms Lindqvist,\n\nclass 4B has been drawing its dream classroom and would like to show you the results before you start your own drawings. There are slides, and I do not mean the projected kind.\n\nCould twenty-six children visit you one morning?\n\nMargaret Lowe\nHead teacher',
      },
      {
        from: WORK,
        to: [HEAD],
        cc: [PRIYA],
        after: 4,
        text: 'Dear Ms Lowe,\n\nthey are very welcome. Wednesday week at ten? We will clear the big table, and everybody may glue something to a model.\n\nMara Lindqvist',
      },
      {
        from: HEAD,
        after: 20,
        text: 'Wednesday at ten is perfect. They have already appointed a chief architect. She is nine and has questions about the toilets.\n\nMargaret Lowe',
      },
      {
        from: WORK,
        to: [HEAD],
        after: 1,
        text: 'She is right, it is always about the toilets. We look forward to it.\n\nMara Lindqvist',
      },
      {
        from: HEAD,
        after: 170,
        text: 'Thank you for a wonderful morning. Four of them want to become architects, one a carpenter, and one intends to be the person who owns the building.\n\nMargaret Lowe',
        isStarred: true,
        files: [createPhoto('site', 'model-by-4B.png', 'class4b@wickhamprimary.example')],
      },
    ],
  },
  {
    subject: 'Wickham school: fee proposal',
    daysAgo: 44.3,
    messages: [
      {
        from: WORK,
        to: [HEAD],
        cc: [TOM],
        text: 'Dear Ms Lowe,\n\nattached is our proposal for the first two stages. We have kept the survey separate, as you asked, so that the governors can decide step by step.\n\nPlease call me with any question.\n\nMara Lindqvist',
        files: [
          createPdf(
            'fee-proposal-wickham.pdf',
            'Halden and Roe',
            'Wickham Primary School',
            'Stage 1: survey and brief',
            'Stage 2: concept design',
          ),
        ],
      },
      {
        from: HEAD,
        to: [WORK],
        cc: [TOM],
        after: 70,
        text: 'Dear Ms Lindqvist,\n\nthe governors agreed last night, with one request: that building noise stops during the tests in June.\n\nMargaret Lowe',
      },
      {
        from: WORK,
        to: [HEAD],
        cc: [TOM],
        after: 3,
        text: 'That is easily promised, nothing will be built before August.\n\nMara Lindqvist',
      },
    ],
  },
  {
    subject: 'Which scanner did you use in Eastmere?',
    daysAgo: 52,
    messages: [
      {
        from: JONAS,
        text: 'I want to survey the archive vaults and the tape measure gives up at the third corner. Which laser scanner was it?',
      },
      {
        from: WORK,
        after: 1,
        text: 'The little grey one from Nina’s office. She lends it for a cake. Lemon works best.\n\nMara',
      },
      {
        from: JONAS,
        after: 26,
        text: 'Lemon cake delivered, scanner received. The vaults are not where the drawings say they are, by 80 cm.',
      },
      { from: WORK, after: 0.5, text: 'I am shocked. Please send me the point cloud.' },
    ],
  },
  {
    subject: 'Casa del Agua: la fuente del patio',
    daysAgo: 66,
    labels: ['Casa del Agua'],
    messages: [
      {
        from: LUCIA,
        text: 'Hola Mara:\n\nEl fontanero dice que la bomba de la fuente hace demasiado ruido para el dormitorio de arriba. ¿Podemos moverla al cuarto de contadores?\n\nLucía',
      },
      {
        from: WORK,
        after: 7,
        text: 'Hola Lucía:\n\nSí, pero entonces el tubo pasa por debajo del naranjo. Que caven a mano, por favor, y que alguien vigile las raíces.\n\nMara',
      },
      {
        from: LUCIA,
        after: 48,
        text: 'Hecho, y el naranjo ni se ha enterado. Ahora solo se oye el agua.\n\nLucía',
        isStarred: true,
      },
    ],
  },
  {
    subject: 'River baths: stage one submission',
    daysAgo: 83,
    messages: [
      {
        from: AISHA,
        to: [WORK, TOM, JONAS],
        text: 'Uploaded at 15:52, deadline 16:00. Receipt attached. I am going for a walk now.\n\nAisha',
        files: [
          createPdf(
            'submission-receipt.pdf',
            'Public Tender Portal',
            'River baths, stage one',
            'Received 15:52',
          ),
        ],
      },
      {
        from: TOM,
        to: [AISHA, WORK, JONAS],
        after: 0.2,
        text: 'Eight whole minutes. You are getting old.',
      },
      {
        from: WORK,
        to: [AISHA, TOM, JONAS],
        after: 0.3,
        text: 'Magnificent. Take the afternoon off tomorrow, all of you.\n\nMara',
      },
    ],
  },
  {
    subject: 'Insurance: yearly questionnaire',
    daysAgo: 30.6,
    messages: [
      {
        from: { name: 'Alastair Finch', email: 'a.finch@finchbrokers.example' },
        cc: [PRIYA],
        text: 'Dear Ms Lindqvist,\n\nplease find attached the questionnaire for the professional indemnity renewal. I would need it back by the 15th.\n\nKind regards,\nAlastair Finch',
        files: [
          createPdf(
            'pi-questionnaire.pdf',
            'Finch Brokers',
            'Professional indemnity, renewal questionnaire',
          ),
        ],
      },
      {
        from: WORK,
        to: [PRIYA],
        after: 5,
        text: 'Priya, could you fill in the turnover part? I will do the projects.\n\nMara',
      },
      {
        from: PRIYA,
        after: 22,
        text: 'Done, and signed by Tom. I put the river baths under "competitions", they are not a contract yet.\n\nPriya',
      },
      {
        from: WORK,
        to: [{ name: 'Alastair Finch', email: 'a.finch@finchbrokers.example' }],
        cc: [PRIYA],
        after: 2,
        text: 'Dear Mr Finch,\n\nhere is the completed form.\n\nBest regards,\nMara Lindqvist',
        files: [
          createPdf(
            'pi-questionnaire-completed.pdf',
            'Finch Brokers',
            'Renewal questionnaire, completed',
          ),
        ],
      },
    ],
  },
  {
    subject: 'Library chairs: prototype two',
    daysAgo: 23.2,
    labels: ['Kestrel Library'],
    messages: [
      {
        from: { name: 'Marta Nowak', email: 'marta@pughandsons.example' },
        text: 'Hi Mara,\n\nprototype two is done: back 3 degrees steeper, seat 8 mm lower, and the rail rounded as you asked. I sat on it for a whole film. No complaints.\n\nShall I bring it on Monday?\n\nMarta',
      },
      {
        from: WORK,
        after: 2,
        text: 'Yes please, and bring the first one too. Ruth wants the reading group to try both.\n\nMara',
      },
      {
        from: RUTH,
        to: [WORK, { name: 'Marta Nowak', email: 'marta@pughandsons.example' }],
        after: 120,
        text: 'Verdict of the reading group, average age 74: prototype two, unanimously. Mrs Abbott asks whether she may keep it.\n\nRuth',
      },
      {
        from: { name: 'Marta Nowak', email: 'marta@pughandsons.example' },
        to: [RUTH, WORK],
        after: 4,
        text: 'Tell Mrs Abbott she may have number one of sixty.',
      },
    ],
  },
  {
    subject: 'Fire strategy, comments from the brigade',
    daysAgo: 148,
    labels: ['Kestrel Library'],
    messages: [
      {
        from: NINA,
        cc: [JONAS],
        text: 'The fire officer accepts the open stair with two conditions: self-closing doors on the first floor and a smoke vent at the top. Letter attached.\n\nNina',
        files: [
          createPdf(
            'fire-officer-letter.pdf',
            'County Fire and Rescue',
            'Kestrel Library, fire strategy',
            'Accepted with two conditions',
          ),
        ],
      },
      {
        from: WORK,
        to: [NINA],
        cc: [JONAS],
        after: 6,
        text: 'That is better than I hoped. The middle roof light can be the vent, it opens anyway.\n\nJonas, please add it to the sections.\n\nMara',
      },
      {
        from: JONAS,
        to: [WORK, NINA],
        after: 25,
        text: 'Sections and schedule are updated. Free area is 1.6 square metres, the letter asks for 1.5.',
      },
    ],
  },
  {
    subject: 'The lime tree',
    daysAgo: 190,
    labels: ['Kestrel Library'],
    messages: [
      {
        from: GARETH,
        text: 'Mara, the tree surgeon was here. The lime is about 140 years old and healthy, but he wants the fence moved out by two metres to protect the roots. That costs us the storage for the bricks.\n\nGareth',
      },
      {
        from: WORK,
        after: 3,
        text: 'Move the fence, please. I will ask Ruth whether we may use the car park of the old swimming pool for the bricks.\n\nMara',
      },
      {
        from: RUTH,
        to: [WORK, GARETH],
        after: 24,
        text: 'You may, until September. Please leave a path for the Thursday market.\n\nRuth',
      },
    ],
  },
  {
    subject: 'Boards for Copenhagen',
    daysAgo: 105,
    messages: [
      {
        from: ELSA,
        text: 'Could you spare Aisha for two days? The boards for Copenhagen need somebody with an eye, and I only have an opinion.\n\nElsa',
      },
      {
        from: WORK,
        after: 1,
        text: 'Wednesday and Thursday, if she agrees. Not Friday: we have Clara at the house.\n\nMara',
      },
      {
        from: AISHA,
        to: [ELSA, WORK],
        after: 0.7,
        text: 'She agrees. She would like to see Copenhagen as well, hint.',
      },
      {
        from: ELSA,
        to: [AISHA, WORK],
        after: 2,
        text: 'Tickets booked for two. You carry the tube.',
      },
    ],
  },
  {
    subject: 'Whitfield House: final account',
    daysAgo: 36.5,
    labels: ['Whitfield House'],
    messages: [
      {
        from: CLARA,
        text: 'Dear Mara,\n\nHenry went through the figures for phase one with his red pencil and found nothing, which has upset him a little. We are happy to pay.\n\nClara',
      },
      {
        from: WORK,
        after: 4,
        text: 'Dear Clara,\n\nplease tell Henry there is a missing comma on page four. I left it there for him.\n\nMara',
      },
      { from: CLARA, after: 3, text: 'He has found it. The evening is saved.' },
    ],
  },
  {
    subject: 'Exhibition: can you lend us the big model?',
    daysAgo: 26.1,
    messages: [
      {
        from: { name: 'Oliver Strand', email: 'strand@citymuseum.example' },
        text: 'Dear Mara,\n\nfor "Rooms for Everyone" we would love to show the section model of the library, from April to July. Transport and insurance are ours.\n\nOliver Strand\nCity Museum',
      },
      {
        from: WORK,
        cc: [RUTH],
        after: 23,
        text: 'Dear Oliver,\n\ngladly. The roof lifts off in two pieces, please let nobody do that before I have shown them how.\n\nRuth, it will be back for the opening.\n\nMara',
      },
      {
        from: BEN,
        to: [WORK],
        after: 12,
        text: 'The museum asked us for the labels. Same typeface as your boards, I assume?\n\nBen',
      },
      {
        from: WORK,
        to: [BEN],
        after: 1,
        text: 'Same typeface, one size larger. People read museum labels without their glasses.\n\nMara',
      },
    ],
  },
  {
    subject: 'Bike shed competition (yes, really)',
    daysAgo: 260,
    messages: [
      {
        from: JONAS,
        to: [WORK, AISHA],
        text: 'The university wants ideas for 400 bicycles. Prize money 5,000, two weeks. Shall we?',
      },
      {
        from: AISHA,
        to: [JONAS, WORK],
        after: 1,
        text: 'Only if it has a green roof and somewhere to sit.',
      },
      {
        from: WORK,
        to: [JONAS, AISHA],
        after: 2,
        text: 'Do it, the two of you, with my blessing and no overtime.\n\nMara',
      },
      {
        from: JONAS,
        to: [WORK, AISHA],
        after: 700,
        text: 'Third place! The jury mentioned the bench.',
      },
    ],
  },
  {
    subject: 'Archive vaults: first impressions',
    daysAgo: 47.7,
    messages: [
      {
        from: WORK,
        to: [TOM, ELSA],
        text: 'Back from the county archive. Four brick vaults, dry, fourteen degrees all year, and a door by a smith who clearly had time.\n\nI would love to win this one. Pictures attached.\n\nMara',
        files: [createPhoto('evening', 'vault-two.png'), createPhoto('winter', 'north-court.png')],
      },
      {
        from: TOM,
        to: [WORK, ELSA],
        after: 3,
        text: 'That door! Put it on the first page.\n\nTom',
      },
      { from: ELSA, to: [TOM, WORK], after: 1, text: 'Put only the door on the first page.' },
    ],
  },
  {
    subject: 'Lunch on Friday?',
    daysAgo: 3.4,
    messages: [
      {
        from: AISHA,
        text: 'The noodle place has opened on Quay Street. Friday, half past twelve? I want to tell you about the Copenhagen people.\n\nAisha',
      },
      {
        from: WORK,
        after: 0.5,
        text: 'Yes! I have been smelling it from the bus for a week.\n\nMara',
      },
    ],
  },
]
