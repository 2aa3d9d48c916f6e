import { hasVisibleCharacter } from '../read/body-text.ts'
import { filterDeclarations } from './css-filter.ts'
import { isTracker } from './is-tracker.ts'
import { pictureAddress } from './picture-references.ts'
import { readVisibleMarkup } from './visible-markup.ts'

/** Pictures that are looked at; a message with more of them, all unseen, counts as one to be seen. */
const MAX_PICTURES = 1_000

/** True where a reader would see something of the HTML: a character, or a picture that is no tracker. */
export function hasVisibleContent(html: string): boolean {
  let isVisible = false
  let pictures = 0
  readVisibleMarkup(
    html,
    {
      text(piece) {
        isVisible ||= hasVisibleCharacter(piece)
      },
      attributes(name, attributes) {
        if (isVisible || name !== 'img') return
        pictures += 1
        isVisible = pictures > MAX_PICTURES || isPicture(attributes)
      },
    },
    () => isVisible,
  )
  return isVisible
}

function isPicture(attributes: ReadonlyMap<string, string>): boolean {
  const url = pictureAddress(attributes)?.trim() ?? ''
  if (url === '') return false
  return !isTracker({
    url,
    width: attributes.get('width') ?? null,
    height: attributes.get('height') ?? null,
    hidden: attributes.has('hidden'),
    style: filterDeclarations(attributes.get('style') ?? '', () => null),
  })
}
