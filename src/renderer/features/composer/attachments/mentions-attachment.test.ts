import { describe, expect, it } from 'vitest'
import { mentionsAttachment } from './mentions-attachment.ts'

describe('mentionsAttachment', () => {
  it.each([
    'Please find attached the plan.',
    'I’ve attached two files',
    'See the attachment for details',
    'The contract is enclosed.',
    'Te adjunto la factura',
    'Adjunto el plan.',
    'Va adjunta la propuesta',
    'Te mando el archivo ahora mismo',
    'Los documentos anexos explican el resto',
    'Anbei der Vertrag.',
    'Die Rechnung finden Sie im Anhang.',
    'Vous trouverez ci-joint le contrat.',
    'Je joins la facture.',
    'Voir la pièce jointe.',
    'In allegato il contratto',
    'Allego la fattura.',
    'Segue em anexo o contrato',
    'Zie de bijlage voor het contract.',
    'Het contract is bijgevoegd.',
    'No attachment yesterday, but the plan is attached now.',
  ])('recognises “%s”', (text) => {
    expect(mentionsAttachment('', text)).toBe(true)
  })

  it('reads the subject too', () => {
    expect(mentionsAttachment('Attached: plan', 'Here it is.')).toBe(true)
  })

  it.each([
    'See you on Monday.',
    'There is no attachment this time.',
    'I am very attached to it.',
    'Nos vemos el lunes, sin adjuntos esta vez.',
    'Attachés of the embassy',
    'Attached is not needed.',
    'The attachments are not needed any more.',
    'Thanks for the attachment!',
    'I cannot open your attachment.',
    'You did not attach anything',
    'Diesmal ohne Anhang.',
    'Danke, deinen Anhang habe ich gelesen.',
    'Sans pièce jointe cette fois.',
    'Senza allegati.',
    'Desta vez sem anexos.',
    'Deze keer zonder bijlage.',
    'Gracias por el adjunto.',
    'La subdirectora adjuntará su informe el lunes',
  ])('does not bother about “%s”', (text) => {
    expect(mentionsAttachment('', text)).toBe(false)
  })
})
