import * as people from '../people.ts'
import { createPdf, createPhoto } from '../sample-files.ts'
import type { Conversation } from '../conversation.ts'

const { HOME, ANNA, PER, SOFIA, DAN, MEI, INES, HARRIET, MR_DOYLE } = people

/** Family, friends and the flat. */
export const FAMILY_AND_HOME_CONVERSATIONS: readonly Conversation[] = [
  {
    subject: 'Mum’s 70th: the plan',
    daysAgo: 0.4,
    labels: ['Family'],
    messages: [
      {
        from: ANNA,
        cc: [PER],
        text: 'Hej both,\n\nsix weeks to go. I called the boathouse: they have the Saturday, up to forty people, and we can bring our own cake. 900 for the day with tables.\n\nShall I take it? Dad must not be left alone with the music.\n\nAnna',
      },
      {
        from: PER,
        to: [ANNA, HOME],
        after: 1,
        text: 'Take it! I do the music. Dad gets one song, he has already chosen it.\n\nPer',
      },
      {
        from: HOME,
        to: [ANNA, PER],
        after: 1.5,
        text: 'Yes, take it. I bake two of the cakes and bring the photographs. Does anybody still have the negatives from the summer in Öland?\n\nMara',
      },
      {
        from: ANNA,
        cc: [PER],
        after: 2,
        isUnread: true,
        isStarred: true,
        text: 'Booked! And yes: a shoebox in my attic says ÖLAND 88 in Mum’s hand. I will bring it on Sunday.\n\nAnna',
      },
    ],
  },
  {
    subject: 'Pictures from the coast',
    daysAgo: 1.8,
    labels: ['Travel'],
    messages: [
      {
        from: SOFIA,
        text: 'Home again and already missing it. Here are my two favourites: the morning we had the bay to ourselves, and the last evening.\n\nSame place next year?\n\nSofia',
        isStarred: true,
        files: [
          createPhoto('coast', 'morning-bay.png', 'coast.1@mail.example'),
          createPhoto('evening', 'last-evening.png', 'coast.2@mail.example'),
        ],
      },
      {
        from: HOME,
        after: 14,
        text: 'The second one goes on my wall.\n\nSame place, and this time we walk the whole cliff path. I will look for a week in September.\n\nMara',
      },
      {
        from: SOFIA,
        after: 4,
        isUnread: true,
        text: 'Deal. I am breaking in new boots from now on.',
      },
    ],
  },
  {
    subject: 'Half marathon in October?',
    daysAgo: 5.1,
    labels: ['Running'],
    messages: [
      {
        from: DAN,
        cc: [MEI],
        text: 'Registration for the river half opens tomorrow. I am in if you two are.\n\nDan',
      },
      { from: MEI, to: [DAN, HOME], after: 1, text: 'In. My knee says yes, carefully.\n\nMei' },
      {
        from: HOME,
        to: [DAN, MEI],
        after: 3,
        text: 'In! But I am away on the 17th (Kyoto!), so the race on the 4th is perfect. Long run on Sunday, eight o’clock at the weir?\n\nMara',
      },
      { from: DAN, to: [HOME, MEI], after: 0.7, text: 'Kyoto?! Tell us on Sunday. Weir at eight.' },
      {
        from: MEI,
        to: [HOME, DAN],
        after: 36,
        text: 'My notes from the route: 14 km, flat until the mill, then the hill we do not talk about.\n\nMei',
      },
    ],
  },
  {
    subject: 'Boiler inspection',
    daysAgo: 8.3,
    messages: [
      {
        from: MR_DOYLE,
        text: 'Dear Ms Lindqvist,\n\nthe yearly boiler inspection is due. The engineer could come on Tuesday between eight and ten or on Friday between two and four. Which suits you better?\n\nKind regards,\nPatrick Doyle',
      },
      {
        from: HOME,
        after: 6,
        text: 'Dear Mr Doyle,\n\nFriday afternoon, please. While he is here, could he look at the radiator in the hall? It stays cold at the top even after bleeding.\n\nBest regards,\nMara Lindqvist',
      },
      {
        from: MR_DOYLE,
        after: 15,
        text: 'Friday it is, and I have told him about the radiator.\n\nPatrick Doyle',
      },
    ],
  },
  {
    subject: 'Receta de la abuela',
    daysAgo: 12.4,
    messages: [
      {
        from: INES,
        text: '¡Hola, guapa!\n\nAquí va la receta del gazpacho de mi abuela, como te prometí: un kilo de tomates muy maduros, medio pepino, medio pimiento verde, un diente de ajo (¡solo uno!), aceite bueno, vinagre de Jerez y sal. Nada de pan, diga lo que diga Dani.\n\nUn beso,\nInés',
      },
      {
        from: HOME,
        after: 20,
        text: '¡Mil gracias! Lo hago el sábado y te mando foto.\n\nUn beso,\nMara',
      },
      { from: INES, after: 2, text: 'Y si sobra, al día siguiente está mejor.' },
    ],
  },
  {
    subject: 'Book club: what next?',
    daysAgo: 16.2,
    messages: [
      {
        from: HARRIET,
        to: [HOME, SOFIA, MEI],
        text: 'Dear readers,\n\nthe lighthouse novel divided us nicely. For the next one I propose three: the letters of a Victorian beekeeper, the thriller everybody is reading, or short stories from Iceland.\n\nVote by Sunday, please.\n\nHarriet',
      },
      { from: SOFIA, to: [HARRIET, HOME, MEI], after: 2, text: 'Bees.' },
      { from: MEI, to: [HARRIET, HOME, SOFIA], after: 5, text: 'Iceland, but bees are fine.' },
      {
        from: HOME,
        to: [HARRIET, SOFIA, MEI],
        after: 3,
        text: 'Bees! I will host. There will be honey cake, obviously.\n\nMara',
      },
      {
        from: HARRIET,
        to: [HOME, SOFIA, MEI],
        after: 21,
        text: 'Bees it is. Thursday in three weeks at Mara’s, half past seven. Chapters one to twelve.\n\nHarriet',
      },
    ],
  },
  {
    subject: 'The old bicycle',
    daysAgo: 24,
    messages: [
      {
        from: PER,
        text: 'Found your blue bicycle in the cellar when I looked for the tent. Chain is rust, the rest is fine. Shall I bring it on Sunday or sell it?\n\nPer',
        files: [createPhoto('forest', 'blue-bicycle.png')],
      },
      { from: HOME, after: 1, text: 'Bring it! I learned to curse on that bicycle.' },
      { from: PER, after: 0.5, text: 'I remember. So do the neighbours.' },
    ],
  },
  {
    subject: 'Your flat in the spring?',
    daysAgo: 38,
    messages: [
      {
        from: { name: 'Käthe Schröder', email: 'kaethe.schroeder@mail.example' },
        text: 'Liebe Mara,\n\nim Mai bin ich für zwei Wochen in der Stadt und suche ein Zimmer. Ist dein Gästezimmer frei? Ich bringe Spargel mit und gieße die Blumen.\n\nLiebe Grüße aus Köln\nKäthe',
      },
      {
        from: HOME,
        after: 9,
        text: 'Liebe Käthe,\n\nnatürlich, wie schön! Das Zimmer ist frei, und die Blumen freuen sich. Sag mir nur, wann dein Zug ankommt.\n\nHerzlich\nMara',
      },
      {
        from: { name: 'Käthe Schröder', email: 'kaethe.schroeder@mail.example' },
        after: 22,
        text: 'Wunderbar! Ich komme am 4. Mai um 16:12 Uhr an. Bis bald!\n\nKäthe',
      },
    ],
  },
  {
    subject: 'Garden: shall we share the order?',
    daysAgo: 53,
    messages: [
      {
        from: HARRIET,
        text: 'Hello Mara,\n\nI am ordering seeds and the postage is silly. Want anything? I take beans, chard and the purple carrots.\n\nHarriet',
      },
      {
        from: HOME,
        after: 4,
        text: 'Yes please: sweet peas, two packets, and whatever tomato you had last year. Those were the best I ever ate.\n\nMara',
      },
      {
        from: HARRIET,
        after: 2,
        text: 'Those were my grandmother’s, not in any catalogue. I will save you some seedlings.',
      },
    ],
  },
  {
    subject: 'Thank you for Saturday',
    daysAgo: 71,
    messages: [
      {
        from: MEI,
        text: 'What a dinner. Leo asked this morning whether every house has a soup like that. I had to tell him the truth.\n\nMei',
      },
      {
        from: HOME,
        after: 8,
        text: 'Tell Leo he can come and learn it. He is allowed to stir.\n\nMara',
      },
    ],
  },
  {
    subject: 'Moving the piano',
    daysAgo: 112,
    messages: [
      {
        from: SOFIA,
        to: [HOME, DAN, PER],
        text: 'It is happening: the piano moves on Saturday at ten. Third floor, no lift, four strong people and one who says "careful". Who is in?\n\nSofia',
      },
      { from: DAN, to: [SOFIA, HOME, PER], after: 1, text: 'Strong.' },
      { from: PER, to: [SOFIA, HOME, DAN], after: 2, text: 'Strong, with a trolley.' },
      {
        from: HOME,
        to: [SOFIA, DAN, PER],
        after: 1,
        text: 'I say "careful" better than anybody. I also measured your stairs: it fits with the legs off, 4 cm to spare on the second landing.\n\nMara',
      },
      {
        from: SOFIA,
        to: [HOME, DAN, PER],
        after: 50,
        isStarred: true,
        text: 'It stands, it is in tune enough, and nobody is hurt. You are all invited to the first terrible concert.\n\nSofia',
      },
    ],
  },
  {
    subject: 'Passport photos',
    daysAgo: 140,
    messages: [
      {
        from: HOME,
        to: [HOME],
        text: 'Note to self: photos are in the top drawer. Form needs signature on page 2.',
      },
    ],
  },
  {
    subject: 'Christmas at whose house?',
    daysAgo: 330,
    labels: ['Family'],
    messages: [
      { from: ANNA, to: [HOME, PER], text: 'I had it last year, Per has no oven, so…' },
      {
        from: HOME,
        to: [ANNA, PER],
        after: 1,
        text: 'I see where this is going. My house, everybody brings one dish, Per brings two.\n\nMara',
      },
      { from: PER, to: [ANNA, HOME], after: 3, text: 'Herring and more herring. Done.' },
      {
        from: ANNA,
        to: [HOME, PER],
        after: 2,
        text: 'Saffron buns from me. And Dad wants to know whether the Lego train is still in your attic.',
      },
      {
        from: HOME,
        to: [ANNA, PER],
        after: 7,
        text: 'It is. It will run around the tree. Do not tell him I tested it.\n\nMara',
      },
    ],
  },
  {
    subject: 'Hiking weekend: train and hut',
    daysAgo: 29.3,
    labels: ['Travel'],
    messages: [
      {
        from: DAN,
        to: [HOME, SOFIA, MEI],
        text: 'Hut is booked for four, two nights. Train leaves Friday at 15:04, change in Hallam. Tickets attached.\n\nDan',
        files: [
          createPdf(
            'hut-reservation.pdf',
            'Fellside Hut',
            'Four beds, two nights',
            'Arrival Friday, dinner at seven',
          ),
        ],
      },
      {
        from: MEI,
        to: [DAN, HOME, SOFIA],
        after: 2,
        text: 'I bring the stove and the good coffee.',
      },
      {
        from: HOME,
        to: [DAN, SOFIA, MEI],
        after: 4,
        text: 'Map, first aid, chocolate: me. Weather looks mixed, pack the ugly trousers.\n\nMara',
      },
      {
        from: SOFIA,
        to: [DAN, HOME, MEI],
        after: 3,
        text: 'All my trousers are ugly. See you at the station!',
      },
      {
        from: DAN,
        to: [HOME, SOFIA, MEI],
        after: 80,
        text: 'Back home, feet in a bucket. Best weekend of the year. Picture from the ridge for the ones who had their eyes shut.\n\nDan',
        files: [createPhoto('forest', 'ridge.png', 'ridge.1@mail.example')],
      },
    ],
  },
  {
    subject: 'Piano lessons: Tuesday moved',
    daysAgo: 3.6,
    messages: [
      {
        from: { name: 'Irena Vasić', email: 'irena.vasic@pianoroom.example' },
        text: 'Dear Mara,\n\nnext Tuesday I am at a concert with my students. Could we do Wednesday at six instead? And please bring the Satie, we left it in the middle.\n\nIrena',
      },
      {
        from: HOME,
        after: 5,
        text: 'Dear Irena,\n\nWednesday at six is fine. I have been practising the slow part, the neighbours can hum it now.\n\nMara',
      },
    ],
  },
  {
    subject: 'Re-homing two tomato plants',
    daysAgo: 2.4,
    messages: [
      {
        from: HARRIET,
        text: 'Your seedlings are ready and quite bossy. Doorstep, tonight after six?\n\nHarriet',
        isUnread: true,
      },
    ],
  },
  {
    subject: 'Letter to the landlord about the windows',
    daysAgo: 0.25,
    messages: [
      {
        from: HOME,
        to: [MR_DOYLE],
        isDraft: true,
        text: 'Dear Mr Doyle,\n\nthank you for sending the engineer, the hall radiator is warm again.\n\nAbout the windows in the bedroom: in the last storm water came in at the lower left corner. I have dried it and taken photographs. Could you',
      },
    ],
  },
  {
    subject: 'Congratulations, your parcel prize is waiting',
    daysAgo: 4,
    box: 'SPAM',
    isBulk: true,
    messages: [
      {
        from: { name: 'Parcel Rewards', email: 'win@parcel-rewards.invalid' },
        isUnread: true,
        text: 'You have won one of ten prizes. Pay 1.99 for delivery to claim it today.',
      },
    ],
  },
  {
    subject: 'Earn from home, no experience needed',
    daysAgo: 15,
    box: 'SPAM',
    isBulk: true,
    messages: [
      {
        from: { name: 'Home Income Club', email: 'join@home-income.invalid' },
        isUnread: true,
        text: 'Our members earn 400 a day. Places are limited.',
      },
    ],
  },
  {
    subject: 'Flash sale: everything must go',
    daysAgo: 7,
    box: 'TRASH',
    isBulk: true,
    messages: [
      {
        from: { name: 'Shoe Depot', email: 'sale@shoedepot.example.com' },
        text: 'Up to half price until midnight, then again tomorrow.',
      },
    ],
  },
]
