/** A quoted message as the composer shows it. */
export interface ShownQuote {
  html: string
  /** How many pictures are hidden, backgrounds included. */
  hidden: number
}

const REMOTE = /^\s*(?:https?:|\/\/)/iu

/**
 * A quoted message without the pictures that would have to be loaded, for display only. It is parsed
 * in a document that has no window: nothing of it runs or loads. What keeps the frame from loading is
 * its policy; this keeps it from trying.
 */
export function hideRemotePictures(html: string): ShownQuote {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  let hidden = 0
  for (const element of body.querySelectorAll('[src]')) {
    if (!REMOTE.test(element.getAttribute('src') ?? '')) continue
    element.removeAttribute('src')
    hidden += 1
  }
  for (const element of body.querySelectorAll<HTMLElement>('[style*="url("]')) {
    if (!/url\(\s*["']?\s*(?:https?:|\/\/)/iu.test(element.getAttribute('style') ?? '')) continue
    element.style.backgroundImage = 'none'
    hidden += 1
  }
  return { html: hidden === 0 ? html : body.innerHTML, hidden }
}
