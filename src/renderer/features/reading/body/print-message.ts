import type { InnerMessage } from '#shared/contract/opened-message.ts'
import type { Person } from '#shared/contract/fields.ts'
import { escapeHtml, textToHtml } from '#shared/domain/text-to-html.ts'
import { messageFrameDocument } from '#shared/domain/message-frame.ts'

/** What printing needs beside the message: words and a date for its head. */
export interface PrintLabels {
  from: string
  to: string
  cc: string
  date: string
  dateText: string
  subject: string
}

type PrintedMessage = Pick<
  InnerMessage,
  'htmlBody' | 'textBody' | 'fromName' | 'fromEmail' | 'to' | 'cc'
>

/** A message’s body as HTML, whichever form it has. */
export function bodyHtml({
  htmlBody,
  textBody,
}: Pick<InnerMessage, 'htmlBody' | 'textBody'>): string {
  return htmlBody ?? textToHtml(textBody ?? '')
}

/**
 * Prints one message with its head. The frame shares our origin so that it can be told to print; it
 * still may run no script.
 */
export function printMessage(
  content: PrintedMessage,
  images: 'block' | 'show',
  words: PrintLabels,
): void {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals')
  frame.className = 'pointer-events-none fixed size-0 border-0 opacity-0'
  frame.srcdoc = messageFrameDocument({
    html: printHead(content, words) + bodyHtml(content),
    images,
    theme: 'light',
    fontSize: 13,
  })
  frame.addEventListener('load', () => {
    const view = frame.contentWindow
    if (view === null) return
    view.addEventListener('afterprint', () => frame.remove())
    view.print()
  })
  document.body.append(frame)
}

function printHead(content: PrintedMessage, words: PrintLabels): string {
  const line = (label: string, people: readonly Person[]) =>
    people.length === 0
      ? ''
      : `<div><b>${escapeHtml(label)}:</b> ${escapeHtml(
          people.map(({ name, email }) => (name === '' ? email : `${name} <${email}>`)).join(', '),
        )}</div>`
  return [
    `<h1 style="font-size:18px;margin:0 0 8px">${escapeHtml(words.subject)}</h1>`,
    '<div style="font-size:12px;border-bottom:1px solid #ccc;padding-bottom:8px;margin-bottom:16px">',
    line(words.from, [{ name: content.fromName, email: content.fromEmail }]),
    line(words.to, content.to),
    line(words.cc, content.cc),
    `<div><b>${escapeHtml(words.date)}:</b> ${escapeHtml(words.dateText)}</div>`,
    '</div>',
  ].join('')
}
