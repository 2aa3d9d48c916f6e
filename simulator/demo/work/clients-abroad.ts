import * as people from '../people.ts'
import { createPdf, createPhoto } from '../sample-files.ts'
import type { Conversation } from '../conversation.ts'

const { WORK, PRIYA, TOM, ELSA, JONAS, AISHA, LUCIA, JUERGEN, YOKO, LAYLA, CLARA, BEN, NINA } =
  people

/** Clients and partners elsewhere, in their own languages, and the studio itself. */
export const CLIENTS_ABROAD_CONVERSATIONS: readonly Conversation[] = [
  {
    subject: 'Visita a Sevilla en marzo',
    daysAgo: 1.3,
    labels: ['Casa del Agua'],
    messages: [
      {
        from: LUCIA,
        text: 'Hola Mara:\n\nYa tenemos fecha para la visita de obra: jueves 12, a las nueve y media, en la calle Feria. Vendrá también el señor Muñoz, del ayuntamiento, que quiere ver el patio antes de firmar.\n\n¿Necesitas que te reserve hotel? Cerca del río hay uno pequeño y tranquilo.\n\nUn abrazo,\nLucía',
      },
      {
        from: WORK,
        after: 6,
        text: 'Hola Lucía:\n\nPerfecto, allí estaré. Sí, por favor, dos noches en el hotel del río.\n\nLlevo las muestras de azulejo y los planos del patio con la nueva fuente.\n\nUn abrazo,\nMara',
      },
      {
        from: LUCIA,
        after: 12,
        isUnread: true,
        text: 'Hecho: reservado del 11 al 13 a tu nombre. Trae zapatos cómodos, que el suelo todavía es pura arena.\n\nLucía',
      },
    ],
  },
  {
    subject: 'Presupuesto de los azulejos',
    daysAgo: 33,
    labels: ['Casa del Agua'],
    messages: [
      {
        from: LUCIA,
        text: 'Buenos días, Mara:\n\nTe adjunto el presupuesto de la cerámica. El azul cobalto sube un doce por ciento este año, pero el fabricante mantiene el precio si pedimos antes de fin de mes.\n\n¿Qué te parece?\n\nLucía',
        files: [
          createPdf(
            'presupuesto-azulejos.pdf',
            'Cerámica Triana',
            'Azulejo azul cobalto, 64 m2',
            'Total: 7.840 euros',
          ),
        ],
      },
      {
        from: WORK,
        after: 5,
        text: 'Me parece bien. Pide también dos metros de más para reposiciones.\n\nGracias,\nMara',
      },
    ],
  },
  {
    subject: 'Liefertermin Brettsperrholz',
    daysAgo: 2.2,
    labels: ['Kestrel Library'],
    messages: [
      {
        from: JUERGEN,
        text: 'Guten Tag Frau Lindqvist,\n\ndie Platten für das Obergeschoss sind zugeschnitten und können ab Montag in zwei Wochen geliefert werden. Wegen der gesperrten Straße am Bahnhof kommen wir mit drei kleinen statt zwei großen Fahrzeugen.\n\nBitte bestätigen Sie mir kurz die Reihenfolge: erst Achse A bis C, dann der Rest?\n\nMit freundlichen Grüßen\nJürgen Weiß',
      },
      {
        from: WORK,
        after: 4,
        text: 'Guten Tag Herr Weiß,\n\nja, zuerst A bis C, dann D bis F. Der Kran steht ab sieben Uhr bereit.\n\nViele Grüße\nMara Lindqvist',
      },
      {
        from: JUERGEN,
        after: 3,
        isUnread: true,
        text: 'Wunderbar, dann fahren wir um fünf Uhr früh los. Mein Sohn Björn begleitet die Lieferung.\n\nGrüße aus dem Schwarzwald\nJ. Weiß',
      },
    ],
  },
  {
    subject: '京都フォーラムでのご講演について',
    daysAgo: 4.1,
    messages: [
      {
        from: YOKO,
        text: 'リンドクヴィスト様\n\nお世話になっております。京都フォーラムの田中です。\n\n十月の木造建築フォーラムで、図書館の屋根についてご講演いただけないでしょうか。時間は四十分、通訳はこちらで手配いたします。\n\nご検討のほど、よろしくお願いいたします。\n\n田中 陽子',
        isStarred: true,
      },
      {
        from: WORK,
        after: 20,
        text: '田中様\n\nThank you very much for the kind invitation. I would be honoured to speak about the library roof in October. May I write in English from here on? My Japanese ends after two sentences.\n\nMara Lindqvist',
      },
      {
        from: YOKO,
        after: 9,
        text: 'Dear Ms Lindqvist,\n\nOf course. We are very happy. The forum takes place on 17 and 18 October; your talk would be on Saturday at 14:00. Travel and three nights are on us.\n\nThe Friday before, we visit a carpenter’s workshop in Uji. Please join if you can.\n\n田中 陽子\nTanaka Yoko',
      },
      {
        from: WORK,
        after: 15,
        text: 'Dear Ms Tanaka,\n\nA carpenter’s workshop in Uji is exactly how I want to spend that Friday. I will send a title and a short text by the end of the month.\n\nMara Lindqvist',
      },
    ],
  },
  {
    subject: 'دعوة للمشاركة في ورشة عمل في عمان',
    daysAgo: 9.3,
    messages: [
      {
        from: LAYLA,
        isUnread: true,
        text: 'الأستاذة مارا المحترمة،\n\nتحية طيبة وبعد،\n\nيسعدنا دعوتك إلى ورشة عمل حول العمارة الخشبية والمناخ الحار في عمان في شهر أيار. الورشة يومان، ويشارك فيها أربعون مهندسا من المنطقة.\n\nنرجو إعلامنا برغبتك قبل نهاية الشهر.\n\nمع خالص التحية،\nليلى حداد',
      },
    ],
  },
  {
    subject: 'Whitfield House: kitchen and the garden door',
    daysAgo: 5.5,
    labels: ['Whitfield House'],
    messages: [
      {
        from: CLARA,
        text: 'Dear Mara,\n\nHenry and I walked through the kitchen with tape on the floor, as you suggested. The island is right. The garden door feels narrow, though: two people carrying a tray would have to take turns.\n\nIs there room for a double door?\n\nClara',
      },
      {
        from: WORK,
        after: 7,
        text: 'Dear Clara,\n\nThere is, if the radiator moves to the other side of the window. It adds about 1,600 with the longer lintel. I think it is worth it: that door is where you will stand every summer evening.\n\nSketch attached.\n\nMara',
        files: [createPhoto('evening', 'garden-door-sketch.png')],
      },
      {
        from: CLARA,
        after: 22,
        text: 'We love it. Yes please, double door.\n\nHenry asks whether the step can be wide enough to sit on with a cup of tea. He says this is not negotiable.\n\nClara',
      },
      {
        from: WORK,
        after: 2,
        text: 'Please tell Henry the step is now 45 cm deep. Two cups of tea side by side.\n\nMara',
      },
      {
        from: CLARA,
        after: 16,
        isStarred: true,
        text: 'He has printed your message and put it on the fridge.',
      },
    ],
  },
  {
    subject: 'Whitfield House: damp in the cellar',
    daysAgo: 96,
    labels: ['Whitfield House'],
    messages: [
      {
        from: CLARA,
        text: 'Dear Mara,\n\nAfter the rain last week there is a wet patch on the cellar wall again, about a metre wide, under the old coal chute. Should we worry?\n\nClara',
        files: [createPhoto('winter', 'cellar-wall.png')],
      },
      {
        from: WORK,
        cc: [NINA],
        after: 5,
        text: 'Not yet, but do not paint over it. I will bring Nina on Tuesday with a moisture meter; my guess is the gutter above, not the ground.\n\nMara',
      },
      {
        from: NINA,
        to: [CLARA, WORK],
        after: 100,
        text: 'It was the gutter: a joint had opened behind the drainpipe. The wall itself is sound and should dry within six weeks.\n\nNina',
      },
      {
        from: CLARA,
        to: [NINA, WORK],
        after: 8,
        text: 'What a relief. The plumber comes on Friday. Thank you both.',
      },
    ],
  },
  {
    subject: 'Poster boards for the exhibition',
    daysAgo: 0.55,
    messages: [
      {
        from: BEN,
        text: 'Hi Mara,\n\nProofs for the six boards are attached. Two questions:\n\n1. Board 3: the photograph is only 150 dpi at that size. Do you have a larger one?\n2. Board 5: the green prints a little duller than on the screen. We can add a spot colour for 60.\n\nIf I hear from you by noon they are ready on Thursday.\n\nBen\nNorth Quay Print',
        isUnread: true,
        files: [
          createPdf(
            'proofs-boards-1-6.pdf',
            'North Quay Print',
            'Proofs, boards 1 to 6',
            'A1, matt, mounted on 5 mm foam',
          ),
        ],
      },
    ],
  },
  {
    subject: 'Holiday plan for the spring',
    daysAgo: 7.2,
    messages: [
      {
        from: PRIYA,
        to: [WORK, TOM, ELSA, JONAS, AISHA],
        text: 'Dear all,\n\nplease enter your spring holidays in the sheet by Friday. So far everybody seems to want the week after Easter, which leaves the studio to the plants.\n\nPriya',
      },
      {
        from: JONAS,
        to: [PRIYA, WORK, TOM, ELSA, AISHA],
        after: 2,
        text: 'I can take the week before instead.',
      },
      {
        from: WORK,
        to: [PRIYA, TOM, ELSA, JONAS, AISHA],
        after: 3,
        text: 'I stay in the week after Easter, but I would like 18 to 22 May, right after the library opens.\n\nMara',
      },
      {
        from: PRIYA,
        to: [WORK, TOM, ELSA, JONAS, AISHA],
        after: 1,
        text: 'You are both saints. Entered.\n\nPriya',
      },
    ],
  },
  {
    subject: 'Model for the competition: who cuts what?',
    daysAgo: 14.6,
    messages: [
      {
        from: AISHA,
        to: [WORK, JONAS],
        text: 'Seven days to go. I suggest: Jonas the base and the river, I do the roofs, Mara the trees?\n\nAisha',
      },
      {
        from: JONAS,
        to: [AISHA, WORK],
        after: 1,
        text: 'River is half done. I need the 2 mm ply, is there any left?',
      },
      {
        from: AISHA,
        to: [JONAS, WORK],
        after: 0.5,
        text: 'Three sheets behind the plotter. Please leave one for the bridge.',
      },
      {
        from: WORK,
        to: [AISHA, JONAS],
        after: 2,
        text: 'Trees are mine. Dried yarrow this time, not wire: it looks better and costs nothing.\n\nMara',
      },
      {
        from: JONAS,
        to: [AISHA, WORK],
        after: 24,
        text: 'Base glued. Nobody lean on it before tomorrow morning, please. That includes the cat from downstairs.',
      },
      {
        from: AISHA,
        to: [JONAS, WORK],
        after: 22,
        text: 'The cat leaned on it. No damage. There is now a paw print in the car park, which I think improves it.',
      },
      {
        from: WORK,
        to: [AISHA, JONAS],
        after: 1,
        text: 'Leave it. If anyone asks, it is the entrance to the underground garage.',
      },
    ],
  },
  {
    subject: 'Competition: second prize!',
    daysAgo: 2.8,
    messages: [
      {
        from: TOM,
        to: [WORK, ELSA, JONAS, AISHA, PRIYA],
        isStarred: true,
        text: 'The jury just called. Second prize for the river baths, out of 84 entries. They praised the model in particular, "down to the smallest detail".\n\nWell done, all of you.\n\nTom',
      },
      { from: JONAS, to: [TOM, WORK, ELSA, AISHA, PRIYA], after: 0.1, text: 'The paw print!' },
      {
        from: ELSA,
        to: [TOM, WORK, JONAS, AISHA, PRIYA],
        after: 0.3,
        text: 'Lunch is on me tomorrow. The cat is invited.',
      },
    ],
  },
  {
    subject: 'Your talk on Wednesday',
    daysAgo: 60,
    messages: [
      {
        from: ELSA,
        text: 'Just to say: the talk was very good. You spoke slowly, you showed the mistake with the first joint, and nobody looked at a phone. Do more of these.\n\nElsa',
        isStarred: true,
      },
      {
        from: WORK,
        after: 12,
        text: 'Thank you, that means a lot. I was terrified until the third slide.\n\nMara',
      },
    ],
  },
  {
    subject: 'Internship in the summer',
    daysAgo: 21.4,
    messages: [
      {
        from: { name: 'Tomasz Wójcik', email: 'tomasz.wojcik@polytechnic.example' },
        text: 'Dear Ms Lindqvist,\n\nI am in my third year of architecture in Łódź and would like to spend July and August in your studio. I have worked two summers with a carpenter and can read and cut joints.\n\nMy portfolio is attached. Thank you for your time.\n\nTomasz Wójcik',
        files: [
          createPdf(
            'wojcik-portfolio.pdf',
            'Tomasz Wojcik',
            'Portfolio, selected work',
            'Bus shelter in timber, Lodz',
            'Summer kitchen, Zakopane',
          ),
        ],
      },
      {
        from: WORK,
        cc: [PRIYA],
        after: 27,
        text: 'Dear Tomasz,\n\nThe bus shelter is lovely, and somebody who can cut joints is welcome here. Priya, our studio manager, will write to you about dates and pay.\n\nBest regards,\nMara Lindqvist',
      },
      {
        from: PRIYA,
        to: [{ name: 'Tomasz Wójcik', email: 'tomasz.wojcik@polytechnic.example' }],
        cc: [WORK],
        after: 20,
        text: 'Dear Tomasz,\n\nwe would be glad to have you from 6 July to 28 August. It is a paid internship. The agreement follows by post; please send me your address.\n\nPriya Nair',
      },
    ],
  },
  {
    subject: 'Printer on the second floor',
    daysAgo: 17.3,
    messages: [
      {
        from: JONAS,
        to: [PRIYA, WORK, AISHA],
        text: 'It says "load tray 3". We do not have a tray 3.',
      },
      {
        from: PRIYA,
        to: [JONAS, WORK, AISHA],
        after: 0.4,
        text: 'Technician comes tomorrow. Until then use the one downstairs and be polite to it.',
      },
    ],
  },
  {
    subject: 'Draft fee proposal: river baths, next stage',
    daysAgo: 0.15,
    messages: [
      {
        from: WORK,
        to: [TOM],
        isDraft: true,
        text: 'Tom,\n\nhere is a first go at the fee for the next stage. I have split it in three so that the city can stop after each:\n\n1. Survey and brief: 14,000\n2. Concept with costs: 38,000\n3. Planning application: 52,000\n\nStill open: whether we ask Nina for a fixed price, and',
      },
    ],
  },
  {
    subject: 'Thank you for the sample boards',
    daysAgo: 8.6,
    messages: [
      {
        from: WORK,
        to: [{ name: 'Marta Nowak', email: 'marta@pughandsons.example' }],
        isDraft: true,
        text: 'Dear Marta,\n\nthe sample boards for the reading tables arrived safely. The oiled ash is the one. Could you',
      },
    ],
  },
  {
    subject: 'You have been selected for an exclusive funding offer',
    daysAgo: 6,
    box: 'SPAM',
    isBulk: true,
    messages: [
      {
        from: { name: 'Capital Desk', email: 'offers@quick-capital.invalid' },
        isUnread: true,
        text: 'Dear business owner,\n\nyour company qualifies for a loan of up to 250,000 without paperwork. Confirm your details within 24 hours to keep your place.\n\nCapital Desk',
      },
    ],
  },
  {
    subject: 'Your mailbox is almost full',
    daysAgo: 11,
    box: 'SPAM',
    isBulk: true,
    messages: [
      {
        from: { name: 'Mail Support', email: 'support@mailbox-upgrade.invalid' },
        isUnread: true,
        text: 'Your storage is at 98 %.',
        html: '<p>Your storage is at 98 %.</p><p><a href="http://login.mailbox-upgrade.invalid/verify">https://accounts.haldenroe.example</a></p><p>Failure to verify will suspend your account.</p>',
      },
    ],
  },
  {
    subject: 'Old minutes, please ignore',
    daysAgo: 5,
    box: 'TRASH',
    messages: [
      {
        from: JONAS,
        text: 'Sorry, sent the wrong file. The right minutes are in the folder.\n\nJonas',
      },
    ],
  },
  {
    subject: 'Webinar: ten trends in office furniture',
    daysAgo: 10,
    box: 'TRASH',
    isBulk: true,
    messages: [
      {
        from: { name: 'Deskline', email: 'events@deskline.example' },
        text: 'Join us on Tuesday for forty minutes about chairs.',
      },
    ],
  },
]
