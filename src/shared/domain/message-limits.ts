/** Characters of a subject: what a header line may hold (RFC 5322 section 2.1.1). */
export const MAX_SUBJECT_LENGTH = 998
/** Characters of a body's HTML: a long text, and as many embedded pictures as a message may carry. */
export const MAX_HTML_LENGTH = 40_000_000
/** Bytes of all files of one message; both providers refuse more than about this. */
export const MAX_MESSAGE_FILE_BYTES = 25 * 1024 * 1024
