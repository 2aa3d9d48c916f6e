import { foldText } from './fold-text.ts'

const MAX_LENGTH = 200
/** The tag that a mailing list puts in front: `[list] Subject`. */
const LIST_TAG = /^\s*\[[^\]]{1,60}\]\s*/u
/**
 * The prefixes that do not count. Stored keys of conversations are hashes over what is left
 * (ADR 17), so this list never changes, although subject-prefixes.ts knows better today what a prefix
 * is: a word too many taken off here is harmless, since messages join by a Message-ID they share.
 */
const PREFIX =
  /^\s*(?:re|aw|sv|rv|res|ref|antw|vs|odp|ynt|回复|答复|返信|fwd?|wg|tr|vb|enc|vl|pd|转发|轉寄)(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s*[:：]\s*/iu

/**
 * What the subjects of one conversation have in common: without answer and forward prefixes and
 * list tags, folded as for search.
 */
export function conversationSubject(subject: string): string {
  let rest = subject.slice(0, 2 * MAX_LENGTH).trim()
  for (;;) {
    const shorter = rest.replace(PREFIX, '').replace(LIST_TAG, '')
    if (shorter.length >= rest.length) return foldText(rest).slice(0, MAX_LENGTH)
    rest = shorter
  }
}
