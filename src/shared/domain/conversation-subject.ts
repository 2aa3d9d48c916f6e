import { foldText } from './fold-text.ts'
import { baseSubject } from './subject-prefixes.ts'

const MAX_LENGTH = 200
/** The tag that a mailing list puts in front: `[list] Subject`. */
const LIST_TAG = /^\s*\[[^\]]{1,60}\]\s*/u

/**
 * What the subjects of one conversation have in common: without answer and forward prefixes and
 * list tags, folded as for search.
 */
export function conversationSubject(subject: string): string {
  let rest = subject.slice(0, 2 * MAX_LENGTH)
  for (;;) {
    const shorter = baseSubject(rest).replace(LIST_TAG, '')
    if (shorter.length >= rest.length) return foldText(rest).slice(0, MAX_LENGTH)
    rest = shorter
  }
}
