/**
 * Words that announce an attachment. People write in any of these languages whatever the language of
 * the program: English, Spanish, German, French, Italian, Portuguese, Dutch.
 */
const MENTIONS = words(
  "attach(?:ed|ing|ments?)|enclosed|enclosing|I(?:['’]m| am| have|['’]ve| will|['’]ll)? attach",
  'adjunt(?:o|a|os|as|é|amos|ado|ada|ados|adas|ando)',
  '(?:te|le|les|os) (?:mando|envío|paso|adjunto) (?:el|la|los|las|un|una) (?:archivo|fichero|documento|foto|factura|pdf)s?',
  '(?:archivo|fichero|documento)s? anex(?:o|a|os|as)',
  'anbei|beiliegend\\p{L}*|anliegend\\p{L}*|angehängt\\p{L}*|angefügt\\p{L}*|beigefügt\\p{L}*|Anhang|Anhänge|Anhängen|(?:in|als) (?:der )?Anlagen?',
  'ci-joints?|ci-jointes?|pi[eè]ces? jointes?|en pj|je (?:vous |te )?joins|joins (?:à|le|la|les|un|une)|en annexe',
  'allego|alleghiamo|allegat[oaie]|in allegato',
  'em anexo|anexo|anexei|anexamos|anexad[oa]s?|segu(?:e|em) anex[oa]s?',
  'bijlagen?|bijgevoegde?|bijgesloten|als bijlage',
)

/** Phrases that use those words without promising a file. */
const NOT_MENTIONS = words(
  "(?:no|not|without(?: any| an| the)?|never|isn['’]t|aren['’]t|nothing|forgot) (?:attach(?:ed|ments?|ing)?|enclosed)",
  "attach(?:ed|ments?)(?: file| files)? (?:(?:is|are|was|were) (?:not|no longer)|isn['’]t|aren['’]t|wasn['’]t)(?: \\p{L}+)?",
  "(?:do|did|does|could|can|will|would)(?: not|n['’]t) (?:\\p{L}+ )?attach(?:ed|ments?|ing)?",
  '(?:your|his|her|their|whose|last) attachments?|attachments? (?:you|that you|from (?:you|your))|(?:thanks|thank you) for (?:the|your) attach(?:ment|ments|ed)',
  'attach(?:ed|ment)s? to (?:you|him|her|it|them|us|me|this place|the idea)',
  '(?:sin|ningún|ninguna|no hay|no) (?:ningún )?adjuntos?|(?:tu|su|vuestro)s? (?:archivos? )?adjuntos?|gracias por (?:el|los|tu|su) (?:archivos? )?adjuntos?',
  '(?:ohne|kein|keine|keinen|keiner|dein|deinen|deinem|Ihr|Ihren|Ihrem|euer|euren) (?:Anhang|Anhänge|Anlagen?)|(?:nicht|nichts) (?:angehängt|beigefügt|angefügt)',
  '(?:sans|pas de|aucune|votre|vos|ta|tes|sa|ses|leur|leurs) pi[eè]ces? jointes?',
  '(?:senza|nessun|niente|non|il tuo|il suo|il vostro|i tuoi|i suoi) allegat[oi]',
  '(?:sem|nenhum|não|seu|teu|o seu|o teu) anexos?',
  '(?:geen|zonder|je|jouw|uw|jullie) bijlagen?|niet bijgevoegd',
)

/**
 * True where the person's own words announce an attachment. The caller leaves out what others wrote
 * and asks only when the message has none.
 */
export function mentionsAttachment(subject: string, text: string): boolean {
  return MENTIONS.test(`${subject}\n${text}`.replace(new RegExp(NOT_MENTIONS, 'giu'), ' '))
}

/** Whole words: a letter of any script before or after makes it another one, such as "Attachés". */
function words(...patterns: readonly string[]): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${patterns.join('|')})(?!\\p{L})`, 'iu')
}
