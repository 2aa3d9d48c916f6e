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

/** True for an image nobody is meant to see: hidden, a pixel across, or a known open counter. */
export function isTracker(image: RemoteImage): boolean {
  if (image.hidden || OPEN_PIXEL.test(image.url)) return true
  if (isTiny(image.width) || isTiny(image.height)) return true
  return image.style.some(({ property, value }) => {
    const plain = value.replace(/\s*!important$/iu, '').toLowerCase()
    switch (property) {
      case 'width':
      case 'height':
      case 'max-width':
      case 'max-height':
        return isTiny(plain)
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

/** `0`, `1`, `1px`; not `1%` or `1em`. */
function isTiny(size: string | null): boolean {
  return size !== null && /^\s*0*(?:[01](?:\.\d*)?|\.\d+)\s*(?:px|pt)?\s*$/iu.test(size)
}
