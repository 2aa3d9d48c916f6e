/**
 * Words that announce an attachment, in English and Spanish; people write in both whatever the
 * language of the program.
 */
const MENTIONS: readonly RegExp[] = [
  /\b(?:attached|attaching|attachments?|enclosed)\b/iu,
  /\bI(?:['’]m| am| have|['’]ve) attach/iu,
  /\bsee (?:the )?(?:attached|enclosed)\b/iu,
  /(?<!\p{L})adjunt(?:o|a|os|as|é|amos|ado|ada|ados|adas|ando)(?!\p{L})/iu,
  /(?<!\p{L})(?:te|le|les|os) (?:mando|envío|paso|adjunto) (?:el|la|los|las|un|una) (?:archivo|fichero|documento|foto|factura|pdf)s?(?!\p{L})/iu,
  /(?<!\p{L})(?:archivo|fichero|documento)s? anex(?:o|a|os|as)(?!\p{L})/iu,
]

/** Phrases that use those words without promising a file. */
const NOT_MENTIONS: readonly RegExp[] = [
  /\b(?:no|without(?: any| an)?) attachments?\b/giu,
  /\battach(?:ed|ment) to (?:you|him|her|it|this place)\b/giu,
  /(?<!\p{L})sin (?:ningún )?adjuntos?(?!\p{L})/giu,
]

/**
 * True where the person's own words (subject and text, without the quoted message) announce an
 * attachment. The caller asks only when the message has none.
 */
export function mentionsAttachment(subject: string, text: string): boolean {
  const own = NOT_MENTIONS.reduce(
    (rest, phrase) => rest.replace(phrase, ' '),
    `${subject}\n${text}`,
  )
  return MENTIONS.some((announcement) => announcement.test(own))
}
