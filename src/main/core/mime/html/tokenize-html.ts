import { Tokenizer } from 'htmlparser2'

/** What a reader of HTML wants to know; names are in lower case. */
export interface HtmlHandlers {
  text?(text: string): void
  open?(name: string): void
  close?(name: string): void
  /** The end of a start tag, with its attributes; of two with the same name the first counts. */
  attributes?(name: string, attributes: ReadonlyMap<string, string>): void
}

/** Read at a time, so that reading stops soon after it may. */
const CHUNK = 16_384

/**
 * Reports the text, with its character references decoded, and the tags of HTML in one pass. Linear
 * in the length of the input whatever it holds: it uses htmlparser2's tokenizer alone, because a
 * parser keeps a stack that hostile nesting makes quadratic.
 *
 * @param isEnough asked between chunks; true ends the reading early
 */
export function tokenizeHtml(
  html: string,
  handlers: HtmlHandlers,
  isEnough: () => boolean = () => false,
): void {
  const nameAt = (start: number, end: number): string => html.slice(start, end).toLowerCase()
  const ignore = (): void => undefined
  let tag = ''
  let attribute = ''
  let value = ''
  let attributes = new Map<string, string>()
  const onTagEnd = (): void => {
    if (handlers.attributes && attributes.size > 0) handlers.attributes(tag, attributes)
    if (attributes.size > 0) attributes = new Map()
  }
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      ontext: (start, end) => handlers.text?.(html.slice(start, end)),
      ontextentity: (codePoint) => handlers.text?.(String.fromCodePoint(codePoint)),
      onopentagname: (start, end) => {
        tag = nameAt(start, end)
        handlers.open?.(tag)
      },
      onopentagend: onTagEnd,
      onselfclosingtag: onTagEnd,
      onclosetag: (start, end) => handlers.close?.(nameAt(start, end)),
      onattribname: (start, end) => {
        attribute = handlers.attributes ? nameAt(start, end) : ''
        value = ''
      },
      onattribdata: (start, end) => {
        if (handlers.attributes) value += html.slice(start, end)
      },
      onattribentity: (codePoint) => {
        if (handlers.attributes) value += String.fromCodePoint(codePoint)
      },
      onattribend: () => {
        if (handlers.attributes && !attributes.has(attribute)) attributes.set(attribute, value)
      },
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onprocessinginstruction: ignore,
    },
  )
  for (let at = 0; at < html.length && !isEnough(); at += CHUNK) {
    tokenizer.write(html.slice(at, at + CHUNK))
  }
  // Ends a character reference at the very end, and shows nothing of a tag that is cut off there.
  if (!isEnough()) tokenizer.write('\n')
}
