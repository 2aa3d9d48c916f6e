import { Tokenizer } from 'htmlparser2'

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/iu
/** The next of their kind closes these, so that rows of them without end tags nest nothing. */
const IMPLIED_END = /^(?:dd|dt|li|option|p|td|th|tr)$/iu

/**
 * True when more than `limit` elements may be open at once. A parser keeps each of them on a stack,
 * and hostile mail uses that to make it slow. End tags are not matched with
 * their start tags, so it is an estimate; linear in the length of the input.
 */
export function isNestedDeeperThan(html: string, limit: number): boolean {
  let depth = 0
  let isDeeper = false
  const ignore = (): void => undefined
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: false },
    {
      onopentagname: (start, end) => {
        const name = html.slice(start, end)
        if (!VOID.test(name) && !IMPLIED_END.test(name)) depth += 1
        if (depth > limit) isDeeper = true
      },
      onclosetag: (start, end) => {
        if (depth > 0 && !IMPLIED_END.test(html.slice(start, end))) depth -= 1
      },
      ontext: ignore,
      ontextentity: ignore,
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
  tokenizer.write(html)
  tokenizer.end()
  return isDeeper
}
