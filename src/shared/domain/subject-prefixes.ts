/** Subjects of answers and forwards, and what is left of a subject without its prefixes. */

const MARK = String.raw`(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s*[:：]\s*`
/** Answer prefixes of mail clients in other languages: AW German, SV Nordic, RV and RES Iberian… */
const REPLY = new RegExp(
  String.raw`^\s*(?:re|aw|sv|rv|res|ref|antw|vs|odp|ynt|回复|答复|返信)${MARK}`,
  'iu',
)
const FORWARD = new RegExp(String.raw`^\s*(?:fwd?|wg|tr|vb|enc|rv|vl|pd|转发|轉寄)${MARK}`, 'iu')

/** `Re: …`, never doubled, whatever language the earlier prefixes are in. */
export function replySubject(subject: string): string {
  return `Re: ${withoutPrefix(subject, [REPLY])}`.trimEnd()
}

/** `Fwd: …`, never doubled. */
export function forwardSubject(subject: string): string {
  return `Fwd: ${withoutPrefix(subject, [FORWARD])}`.trimEnd()
}

/** The subject without any answer or forward prefix. */
export function baseSubject(subject: string): string {
  return withoutPrefix(subject, [REPLY, FORWARD])
}

function withoutPrefix(subject: string, prefixes: readonly RegExp[]): string {
  let rest = subject.trim()
  for (;;) {
    const match = prefixes.map((prefix) => prefix.exec(rest)).find((found) => found !== null)
    if (!match) return rest
    rest = rest.slice(match[0].length)
  }
}
