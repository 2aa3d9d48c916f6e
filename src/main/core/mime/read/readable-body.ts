import type { MessageBody } from '../../ports/messages.ts'
import { hasVisibleContent } from '../html/visible-content.ts'
import { hasVisibleCharacter } from './body-text.ts'

/** The body without HTML that shows nothing, where there is a text with words. */
export function withoutBlankHtml(body: MessageBody): MessageBody {
  const { html, text } = body
  if (html === null || text === null || !hasVisibleCharacter(text)) return body
  return hasVisibleContent(html) ? body : { html: null, text }
}

/** True where the reader sees nothing of a body. */
export function isBlankBody({ html, text }: MessageBody): boolean {
  return html === null ? !hasVisibleCharacter(text ?? '') : !hasVisibleContent(html)
}
