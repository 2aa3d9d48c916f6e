/**
 * What a person types as a link, as a URL: a bare domain gets https, an address becomes mailto.
 * Null for anything a message should not link to (`javascript:`, `file:` …) or that is no URL.
 */
export function parseLinkTarget(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed === '' || /\s/u.test(trimmed)) return null
  const scheme = /^([a-z][a-z0-9+.-]*):/iu.exec(trimmed)?.[1]?.toLowerCase()
  const isHostWithPort = /^[^/:]+:\d+(?:\/|$)/u.test(trimmed)
  if (scheme !== undefined && !isHostWithPort) {
    return ['http', 'https', 'mailto', 'tel'].includes(scheme) && URL.canParse(trimmed)
      ? trimmed
      : null
  }
  if (/^[^@/]+@[^@/]+$/u.test(trimmed)) return `mailto:${trimmed}`
  const url = `https://${trimmed.replace(/^\/\//u, '')}`
  return URL.canParse(url) && /^https:\/\/[^/]*\./u.test(url) ? url : null
}
