import { escapeHtml, textToHtml } from './text-to-html.ts'

export { forwardSubject, replySubject } from './subject-prefixes.ts'

/** The sanitised body of a message that is being answered or forwarded. */
export interface QuotableBody {
  htmlBody: string | null
  textBody: string | null
}

/**
 * The message below an answer, quoted. `intro` is the localised line before it ("On 3 May 2026,
 * Ana Ruiz wrote:"), plain text.
 */
export function quoteHtml(body: QuotableBody, wording: { intro: string }): string {
  return (
    `<div class="mail-quote"><p>${escapeHtml(wording.intro)}</p>` +
    `<blockquote style="margin: 0 0 0 0.8ex; border-left: 2px solid #cccccc; padding-left: 1ex">` +
    `${bodyHtml(body)}</blockquote></div>`
  )
}

/** The message below a forward: localised heading and header lines, then the whole body. */
export function forwardHtml(
  body: QuotableBody,
  wording: { heading: string; lines: readonly { label: string; value: string }[] },
): string {
  const lines = wording.lines.map(
    ({ label, value }) => `<b>${escapeHtml(label)}</b> ${escapeHtml(value)}`,
  )
  return (
    `<div class="mail-forward"><p>${[escapeHtml(wording.heading), ...lines].join('<br>')}</p>` +
    `${bodyHtml(body)}</div>`
  )
}

/** Style sheets stay behind: quoted among other text, they would restyle that too. */
function bodyHtml(body: QuotableBody): string {
  if (body.htmlBody === null) return textToHtml(body.textBody ?? '')
  return body.htmlBody.replace(/<style>[^<]*<\/style>/gu, '')
}
