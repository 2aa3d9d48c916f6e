import { normaliseContentId } from '../read/content-id.ts'
import { filterDeclarations } from './css-filter.ts'
import { classifyImageUrl } from './url-policy.ts'
import { readVisibleMarkup } from './visible-markup.ts'

/** Styles that are looked into; real mail has few with pictures, and each has to be parsed. */
const MAX_STYLES = 2_000

/**
 * The Content-IDs that HTML shows as pictures, as they are compared: in images, backgrounds and
 * style attributes, which are the places from which the sanitiser shows pictures. Reads without a
 * DOM, because it runs for every message that is synced.
 */
export function referencedContentIds(html: string): Set<string> {
  const ids = new Set<string>()
  let styles = 0
  const note = (address: string | null | undefined): null => {
    const source = classifyImageUrl(address ?? '')
    if (source.kind === 'cid') ids.add(normaliseContentId(source.id))
    return null
  }
  readVisibleMarkup(html, {
    attributes(name, attributes) {
      if (name === 'img') note(pictureAddress(attributes))
      note(attributes.get('background'))
      const style = attributes.get('style')
      if (style === undefined || styles >= MAX_STYLES || !/url\(/iu.test(style)) return
      styles += 1
      filterDeclarations(style, note)
    },
  })
  return ids
}

/** The address of an image element: its source, or else the first of its set of sources. */
export function pictureAddress(attributes: {
  get(name: string): string | null | undefined
}): string | null {
  return (
    attributes.get('src') ??
    attributes
      .get('srcset')
      ?.trim()
      .split(/[\s,]+/u)[0] ??
    null
  )
}
