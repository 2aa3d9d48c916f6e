import { findLinkWarning, type LinkWarning } from './link-warning.ts'

export interface MessageLink {
  text: string
  href: string
  warning: LinkWarning | null
}

/**
 * The web and mail links of a message’s sanitised HTML, each pair of text and target once, odd ones
 * first. The HTML is only parsed, never put on a page.
 */
export function extractLinks(html: string): MessageLink[] {
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  const links = new Map<string, MessageLink>()
  for (const anchor of parsed.querySelectorAll('a[href]')) {
    const href = anchor.getAttribute('href') ?? ''
    if (!/^(?:https?|mailto):/iu.test(href)) continue
    const text = anchor.textContent.replace(/\s+/gu, ' ').trim()
    links.set(`${text}\n${href}`, { text, href, warning: findLinkWarning(text, href) })
  }
  return [...links.values()].toSorted(
    (a, b) => Number(b.warning !== null) - Number(a.warning !== null),
  )
}
