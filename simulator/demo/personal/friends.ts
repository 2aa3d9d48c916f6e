import * as people from '../people.ts'
import { createPhoto } from '../sample-files.ts'
import type { Conversation } from '../conversation.ts'

const { HOME, ANNA, PER, SOFIA, DAN, MEI, HARRIET, INES } = people
const DAD: typeof HOME = { name: 'Lars Lindqvist', email: 'lars.lindqvist@mail.example' }

/** More of the private year. */
export const FRIENDS_CONVERSATIONS: readonly Conversation[] = [
  {
    subject: 'The computer is doing the thing again',
    daysAgo: 4.4,
    labels: ['Family'],
    messages: [
      {
        from: DAD,
        text: 'Dear Mara,\n\nthe window is gone and the letters are very large. I have not touched anything.\n\nDad',
      },
      {
        from: HOME,
        after: 1,
        text: 'Dear Dad,\n\nhold the Ctrl key and press the 0 once. Then everything should be its old size.\n\nLove,\nMara',
      },
      {
        from: DAD,
        after: 0.5,
        text: 'It worked! Your mother says thank you, she was reading along from the kitchen.\n\nDad',
      },
    ],
  },
  {
    subject: 'Sailing boat, third of a share',
    daysAgo: 18.6,
    messages: [
      {
        from: PER,
        to: [HOME, ANNA],
        text: 'Hear me out. Nils sells his third of the boat, 2,400, mooring paid until next spring. Between the three of us that is 800 each. She is called Ärtan, which I think settles it.\n\nPer',
      },
      { from: ANNA, to: [PER, HOME], after: 2, text: 'A boat called The Pea. I am in.' },
      { from: HOME, to: [PER, ANNA], after: 5, text: 'Does she float?\n\nMara' },
      {
        from: PER,
        to: [HOME, ANNA],
        after: 1,
        text: 'Mostly. Picture attached.',
        files: [createPhoto('coast', 'artan.png', 'artan@mail.example')],
      },
      { from: HOME, to: [PER, ANNA], after: 2, text: 'In. But I name the dinghy.' },
    ],
  },
  {
    subject: 'Concert tickets',
    daysAgo: 10.2,
    messages: [
      {
        from: MEI,
        to: [HOME, SOFIA],
        text: 'The quartet plays in the old swimming pool on the 21st. In the pool. No water. Tickets go on sale at nine tomorrow, shall I get three?\n\nMei',
      },
      { from: SOFIA, to: [MEI, HOME], after: 1, text: 'Three, please. Deep end.' },
      {
        from: HOME,
        to: [MEI, SOFIA],
        after: 2,
        text: 'I know that pool, the echo is nine seconds. Yes!\n\nMara',
      },
      {
        from: MEI,
        to: [HOME, SOFIA],
        after: 18,
        text: 'Got them. Row four, just below the diving board.',
      },
    ],
  },
  {
    subject: 'Sourdough emergency',
    daysAgo: 46.2,
    messages: [
      {
        from: HARRIET,
        text: 'You have not by any chance kept some of my starter? Mine was mistaken for something else and washed up.\n\nHarriet',
      },
      {
        from: HOME,
        after: 1,
        text: 'She lives in my fridge and is in excellent health. Come by any time after five.\n\nMara',
      },
      { from: HARRIET, after: 4, text: 'You have saved a family line of eleven years.' },
    ],
  },
  {
    subject: 'Babysitting on the 14th?',
    daysAgo: 22.7,
    labels: ['Family'],
    messages: [
      {
        from: ANNA,
        text: 'Could you take the twins on the 14th, from four until breakfast? We have tickets for the theatre and have not been out since the spring.\n\nAnna',
      },
      {
        from: HOME,
        after: 0.6,
        text: 'Of course. We will build something enormous out of the sofa.\n\nMara',
      },
      { from: ANNA, after: 0.3, text: 'They have already heard. They are drawing plans.' },
      {
        from: ANNA,
        after: 190,
        text: 'They want to know when the sofa may come to our house. What did you do?\n\nAnna',
        files: [createPhoto('evening', 'sofa-castle.png')],
      },
      { from: HOME, after: 3, text: 'A cantilever. I can say no more.' },
    ],
  },
  {
    subject: 'Fotos de Sevilla',
    daysAgo: 88,
    labels: ['Travel'],
    messages: [
      {
        from: INES,
        text: '¡Guapa!\n\nTe mando la foto del atardecer desde el puente. Saliste con los ojos cerrados en las otras, así que esta es la buena.\n\nVuelve pronto.\nInés',
        files: [createPhoto('evening', 'puente-de-triana.png', 'puente@mail.example')],
      },
      {
        from: HOME,
        after: 16,
        text: '¡Qué bonita! En marzo vuelvo por trabajo, del 11 al 13. ¿Cenamos el jueves?\n\nUn beso,\nMara',
      },
      { from: INES, after: 2, text: '¡Por supuesto! Reservo donde los boquerones.' },
    ],
  },
  {
    subject: 'Running shoes: which ones did you get?',
    daysAgo: 34.8,
    labels: ['Running'],
    messages: [
      {
        from: MEI,
        text: 'My old ones have 900 km and a hole. What are the grey ones you have?\n\nMei',
      },
      {
        from: HOME,
        after: 3,
        text: 'From Fell & Ridge, on Market Street. Let them film you on the treadmill, it is worth it. Half a size up!\n\nMara',
      },
      {
        from: MEI,
        after: 40,
        text: 'Bought. I am now officially faster, at least on the way home from the shop.',
      },
    ],
  },
  {
    subject: 'Lost: one umbrella',
    daysAgo: 58.4,
    messages: [
      {
        from: HOME,
        to: [SOFIA, DAN, MEI],
        text: 'Green, wooden handle, last seen on Saturday night. Did anybody take it by mistake?\n\nMara',
      },
      {
        from: DAN,
        to: [HOME, SOFIA, MEI],
        after: 2,
        text: 'It is in my hall. I thought it was very generous weather for such a nice umbrella to be left behind.',
      },
      {
        from: HOME,
        to: [DAN, SOFIA, MEI],
        after: 1,
        text: 'Rescued on Tuesday then, with thanks.',
      },
    ],
  },
  {
    subject: 'New year’s walk',
    daysAgo: 322,
    messages: [
      {
        from: DAN,
        to: [HOME, SOFIA, MEI, HARRIET],
        text: 'First of January, eleven o’clock, from the weir to the mill and back. Thermos compulsory, resolutions forbidden.\n\nDan',
      },
      { from: HARRIET, to: [DAN, HOME, SOFIA, MEI], after: 4, text: 'I bring gingerbread.' },
      {
        from: SOFIA,
        to: [DAN, HOME, MEI, HARRIET],
        after: 3,
        text: 'I bring my head, if I find it by eleven.',
      },
      { from: HOME, to: [DAN, SOFIA, MEI, HARRIET], after: 2, text: 'Coming! With soup.\n\nMara' },
    ],
  },
]
