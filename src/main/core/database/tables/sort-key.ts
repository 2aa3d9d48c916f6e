/**
 * The sort key as SQL over columns of `messages`, valid on both databases and in their indexes.
 * Lists of messages are in the order of a sort key, newest first, and of the id where two are equal.
 * The key is the message's id, which is date-ordered, unless the message was bumped: mail that comes
 * back from a snooze stands on top again, though it keeps its id and its date.
 * Without a comma, because the generator of migrations splits expressions there.
 */
export const SORT_KEY = '(case when bumped_key is null then id else bumped_key end)'

/** The sort key of a stored message. */
export function sortKeyOf(message: { id: number; bumpedKey: number | null }): number {
  return message.bumpedKey ?? message.id
}
