import { SIGNATURE_CLASS } from '../../../state/signature-class.ts'

const SIGNATURE = new RegExp(`<div class="${SIGNATURE_CLASS}">`, 'gu')

/** HTML without its signatures. */
export function withoutSignature(html: string): string {
  return withoutElements(html, SIGNATURE, 'div')
}

/** Takes elements out with everything inside, elements of the same name too; linear. */
export function withoutElements(html: string, opening: RegExp, name: string): string {
  const tag = new RegExp(`<(/?)${name}\\b[^>]*>`, 'giu')
  let kept = ''
  let at = 0
  for (const { index, 0: open } of html.matchAll(opening)) {
    if (index < at) continue
    kept += html.slice(at, index)
    tag.lastIndex = index + open.length
    at = html.length
    for (let depth = 1; depth > 0;) {
      const next = tag.exec(html)
      if (next === null) break
      depth += next[1] === '/' ? -1 : 1
      if (depth === 0) at = tag.lastIndex
    }
  }
  return kept + html.slice(at)
}
