import { Tokenizer } from 'htmlparser2'

/** What a reader of HTML wants to know; names are in lower case. */
export interface HtmlHandlers {
  text?(text: string): void
  open?(name: string): void
  close?(name: string): void
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
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      ontext: (start, end) => handlers.text?.(html.slice(start, end)),
      ontextentity: (codePoint) => handlers.text?.(String.fromCodePoint(codePoint)),
      onopentagname: (start, end) => handlers.open?.(nameAt(start, end)),
      onclosetag: (start, end) => handlers.close?.(nameAt(start, end)),
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onprocessinginstruction: ignore,
      onselfclosingtag: ignore,
    },
  )
  for (let at = 0; at < html.length && !isEnough(); at += CHUNK) {
    tokenizer.write(html.slice(at, at + CHUNK))
  }
  // Ends a character reference at the very end, and shows nothing of a tag that is cut off there.
  if (!isEnough()) tokenizer.write('\n')
}
