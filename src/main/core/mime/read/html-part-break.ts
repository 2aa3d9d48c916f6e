/**
 * Stands between the HTML parts of one message. Each part is read and sanitised on its own, so that
 * nothing left open in one can swallow the next (the lesson of EFAIL).
 */
export const HTML_PART_BREAK = '\n<!-- mailmanager: next part -->\n'
