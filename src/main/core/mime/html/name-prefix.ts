/**
 * What DOMPurify puts before every id and name that it keeps (SANITIZE_NAMED_PROPS), so that nothing
 * in a message can pose as a property of the document.
 */
export const NAME_PREFIX = 'user-content-'
