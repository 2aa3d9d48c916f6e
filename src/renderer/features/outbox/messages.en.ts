export const messages = {
  outbox: {
    title: 'Outbox',
    empty: 'The outbox is empty',
    emptyHint: 'Messages wait here until they have left. What fails stays here with its reason.',
    failed: 'The outbox could not be read',
    refresh: 'Try again',
    noSubject: 'No subject',
    open: 'Open',
    undo: 'Undo',
    takenBack: 'Not sent. The message is a draft again.',
    discarded: 'Message discarded',
    unknownExplained:
      'The connection broke while the message was leaving, and the provider cannot say whether it went. Look in Sent at the provider, or ask the recipient, then choose. Nothing is sent again by itself.',
    state: {
      scheduled: 'Leaves on {{date}}. This computer must be awake then.',
      waiting: 'Waiting to leave.',
      retrying: 'Not sent yet; the next try is at {{time}}.',
      sending: 'Leaving now…',
      sent: 'Sent at {{time}}.',
      failed: 'Not sent.',
      unknown: 'It is not certain whether this was sent.',
      cancelled: 'Taken back.',
    },
    action: {
      retry: 'Try again',
      edit: 'Edit',
      discard: 'Discard',
      cancel: 'Take back',
      it_was_sent: 'It was sent',
      send_again: 'Send again',
    },
  },
}
