/** The element the editor keeps a signature in, so that it can be exchanged as one. */
export const SIGNATURE_CLASS = 'mm_signature'
