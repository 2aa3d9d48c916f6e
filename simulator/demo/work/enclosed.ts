import type { Conversation } from '../conversation.ts'
import { createAttachedMessage, createInvitation } from '../enclosed-files.ts'
import * as people from '../people.ts'
import { createPdf, createPhoto } from '../sample-files.ts'

const { WORK, RUTH, NINA, TOM } = people
const LIME_WORKS = { name: 'Lime Works accounts', email: 'accounts@limeworks.example' }
const DAY = 86_400_000

/** Mail that brings something to open: an invitation, and a message inside a message. */
export const ENCLOSED_CONVERSATIONS: readonly Conversation[] = [
  {
    subject: 'Invitation: Library steering group',
    daysAgo: 0.42,
    isBulk: true,
    messages: [
      {
        from: RUTH,
        text: 'Dear all,\n\nthe steering group meets again, every other week until we open. Nina joins by video.\n\nRuth',
        isUnread: true,
        filesAt: (sentAt) => [
          createInvitation(
            {
              summary: 'Library steering group',
              daysAhead: 6,
              from: '1000',
              to: '1130',
              rule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=8',
              location: 'Council offices, room 2',
              link: 'https://meet.kestrelcouncil.example/steering-group',
              description:
                'Roof lights: the option for the council\nBalustrade, revision B\nOpening day: who cuts the ribbon?\n\nPlease bring the section model if the museum can spare it.',
              organiser: RUTH,
              guests: [
                { ...RUTH, answer: 'ACCEPTED' },
                { ...NINA, answer: 'TENTATIVE' },
                { ...TOM, answer: 'ACCEPTED' },
                { ...WORK, answer: 'NEEDS-ACTION' },
              ],
            },
            sentAt,
          ),
        ],
      },
    ],
  },
  {
    subject: 'Lime mortar: their invoice, for the file',
    daysAgo: 0.6,
    messages: [
      {
        from: TOM,
        text: 'Mara,\n\nthis came to me by mistake. I attach it as it was, with the delivery note.\n\nTom',
        filesAt: (sentAt) => [
          createAttachedMessage(
            {
              from: LIME_WORKS,
              to: [TOM],
              subject: 'Invoice March, lime mortar',
              text: 'Dear customer,\n\nplease find our invoice for March attached, and a picture of the sample.\n\nLime Works',
              html: '<p>Dear customer,</p><p>please find our invoice for <b>March</b> attached, and a picture of the sample.</p><p><img src="cid:sample@limeworks.example" alt="Sample"></p><p>Lime Works</p>',
              files: [
                createPhoto('site', 'sample.png', 'sample@limeworks.example'),
                createPdf(
                  'invoice-march.pdf',
                  'Lime Works',
                  'Invoice, March',
                  'Lime mortar, 40 bags',
                ),
              ],
            },
            sentAt - 2 * DAY,
          ),
        ],
      },
    ],
  },
]
