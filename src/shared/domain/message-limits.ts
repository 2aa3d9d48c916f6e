/** Bytes of all files of one message; both providers refuse more than about this. */
export const MAX_MESSAGE_FILE_BYTES = 25 * 1024 * 1024
