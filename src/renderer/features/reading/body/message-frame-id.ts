/** The message frame’s id, so that a key can bring the focus into it. */
export const MESSAGE_FRAME_ID = 'message-frame'
