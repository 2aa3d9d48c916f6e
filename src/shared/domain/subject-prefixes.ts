/**
 * The prefixes that mail clients write before the subject of an answer or a forward, by language.
 *
 * Decision: a prefix that is also a word or an ordinary abbreviation ("VS: Team", "Ref: 4711",
 * "Enc: invoice", "I: introduction") is taken off only where In-Reply-To or References say that the
 * message answers another, and only in the capitals that clients write. Prefixes after Wikipedia's
 * "List of email subject abbreviations" and those that Outlook writes in these languages.
 */
const REPLY = [
  're',
  // German, Dutch, Nordic, Spanish, Portuguese, Polish, Turkish, Hungarian
  ...['aw', 'antwort', 'antw', 'sv', 'rv', 'res', 'odp', 'ynt', 'yan', 'vá', 'válasz'],
  // Greek, Hebrew, Arabic
  ...['απ', 'σχετ', 'תשובה', 'השב', 'رد'],
  // Chinese, Japanese, Korean
  ...['回复', '回覆', '答复', '答覆', '返信', '답장', '회신'],
]
const FORWARD = [
  ...['fwd', 'fw', 'wg', 'tr', 'vb', 'rv', 'doorst', 'ilt', 'İlt', 'továbbítás', 'továbbít'],
  ...['πρθ', 'הועבר', 'إعادة توجيه', '转发', '轉寄', '轉發', '転送', '전달'],
]
/** Finnish VS, French REF, Italian R and RIF, Indonesian BLS, Welsh ATB. */
const REPLY_IF_ANSWER = ['VS', 'REF', 'R', 'RIF', 'BLS', 'ATB']
/** Nordic VS and VL, Portuguese ENC, Italian I, Icelandic FS, Polish PD, Indonesian TRS, Welsh YML. */
const FORWARD_IF_ANSWER = ['VS', 'VL', 'ENC', 'I', 'FS', 'PD', 'TRS', 'YML']

/** A count (`Re[2]`, `Re(2)`, `Re^2`, `Re*2`), a full stop (`Odp.`), and the colon of any script. */
const MARK = String.raw`\.?(?:\[\d{1,3}\]|\(\d{1,3}\)|[*^]\d{1,3})?\s{0,3}[:：]\s*`
const startsWith = (words: readonly string[], flags: string): RegExp =>
  new RegExp(`^(?:${words.join('|')})${MARK}`, flags)

const PATTERNS = {
  reply: { always: startsWith(REPLY, 'iu'), ifAnswer: startsWith(REPLY_IF_ANSWER, 'u') },
  forward: { always: startsWith(FORWARD, 'iu'), ifAnswer: startsWith(FORWARD_IF_ANSWER, 'u') },
}
/** The tag that a mailing list puts in front: `[list] Subject`. */
const LIST_TAG = /^\[[^\]]{1,60}\]\s*/u

/** `Re: …`, never doubled, whatever language the earlier prefixes are in; `[list]` stays after it. */
export function replySubject(subject: string, isAnswer = false): string {
  return `Re: ${withoutPrefixes(subject, 'reply', isAnswer)}`.trimEnd()
}

/** `Fwd: …`, never doubled. */
export function forwardSubject(subject: string, isAnswer = false): string {
  return `Fwd: ${withoutPrefixes(subject, 'forward', isAnswer)}`.trimEnd()
}

/** True where a subject was taken over from a message that it answers or forwards. */
export function hasSubjectPrefix(subject: string): boolean {
  const start = subject.trimStart()
  return PATTERNS.reply.always.test(start) || PATTERNS.forward.always.test(start)
}

function withoutPrefixes(subject: string, kind: 'reply' | 'forward', isAnswer: boolean): string {
  const { always, ifAnswer } = PATTERNS[kind]
  const prefixOf = (text: string): string | null =>
    (always.exec(text) ?? (isAnswer ? ifAnswer.exec(text) : null))?.[0] ?? null
  let rest = subject.trim()
  let tag = ''
  for (;;) {
    const prefix = prefixOf(rest)
    if (prefix !== null) {
      rest = rest.slice(prefix.length)
      continue
    }
    // "[list] Re: Plan": the tag stays, what stands behind it goes.
    const found = LIST_TAG.exec(rest)?.[0]
    if (found === undefined || prefixOf(rest.slice(found.length)) === null) break
    if (tag.trim() !== found.trim()) tag += found
    rest = rest.slice(found.length)
  }
  return tag !== '' && rest.startsWith(tag.trim()) ? rest : `${tag}${rest}`
}
