import type { Declaration } from './css-filter.ts'

/** What is known of a remote image before it is loaded. */
export interface RemoteImage {
  url: string
  width: string | null
  height: string | null
  hidden: boolean
  style: readonly Declaration[]
}

/** Paths and hosts of well-known open counters; the size alone finds most of the others. */
const OPEN_PIXEL =
  /\/(?:wf\/open|track(?:ing)?\/open|trackopen|open\.(?:php|aspx|gif|png)|o\.gif|pixel(?:\.gif|\.png|\/)|beacon|e\/o\/|e2t\/o\/|trk\/o|imp\?|ltrk|mpss\/o\/|ss\/o\/|open\/log\/|emailopen|email-open)|^https?:\/\/(?:[\w-]+\.)*(?:emltrk\.com|mailtrack\.io|mailfoogae\.appspot\.com|yesware\.com|bl-1\.com|superhuman\.com\/pixel|google-analytics\.com|pixel\.[\w.-]+|open\.[\w-]+\.(?:com|net|io)|track\.hubspot\.com|getnotify\.com|readnotify\.com|bananatag\.com|cirrusinsight\.com|sidekickopen\d*\.com|mixmax\.com\/api\/track|streak\.com)(?:[/:?]|$)/iu

/**
 * True for an image nobody is meant to see: hidden, tiny on both sides, or a known open counter. A
 * line that is one pixel high and as wide as the text is a divider.
 */
export function isTracker(image: RemoteImage): boolean {
  if (image.hidden || OPEN_PIXEL.test(image.url) || isHidden(image.style)) return true
  const width = sizeOf(image, 'width')
  const height = sizeOf(image, 'height')
  if (width === 'none' || height === 'none') return true
  // A side that is not stated follows from the other.
  return [width, height].includes('tiny') && width !== 'large' && height !== 'large'
}

function isHidden(style: readonly Declaration[]): boolean {
  return style.some(({ property, value }) => {
    const plain = withoutImportance(value)
    switch (property) {
      case 'display':
        return plain === 'none'
      case 'visibility':
        return plain === 'hidden' || plain === 'collapse'
      case 'opacity':
        return Number.parseFloat(plain) === 0
      default:
        return false
    }
  })
}

type Size = 'none' | 'tiny' | 'large' | 'unstated'

/** How large one side is: its style counts before its attribute, and a largest size before both. */
function sizeOf(image: RemoteImage, side: 'width' | 'height'): Size {
  const styled = (property: string): string | null => {
    const found = image.style.findLast((one) => one.property === property)
    return found ? withoutImportance(found.value) : null
  }
  const stated = sizeClass(styled(side) ?? image[side])
  const largest = sizeClass(styled(`max-${side}`))
  return largest === 'none' || largest === 'tiny' ? largest : stated
}

/** `0`, `1` and `1px` are tiny; `1%` and `1em` are not. */
function sizeClass(size: string | null): Size {
  if (size === null || /^\s*(?:auto)?\s*$/iu.test(size)) return 'unstated'
  const pixels = /^\s*(\d*\.?\d+)\.?\s*(?:px|pt)?\s*$/iu.exec(size)?.[1]
  if (pixels === undefined) return 'large'
  if (Number(pixels) === 0) return 'none'
  return Number(pixels) < 2 ? 'tiny' : 'large'
}

function withoutImportance(value: string): string {
  return value.replace(/\s*!important$/iu, '').toLowerCase()
}
