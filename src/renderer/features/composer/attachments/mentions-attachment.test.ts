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
    'La subdirectora adjuntará su informe el lunes',
  ])('does not bother about “%s”', (text) => {
    expect(mentionsAttachment('', text)).toBe(false)
  })
})
