export const messages = {
  drafts: {
    title: 'Drafts',
    noRecipients: 'No recipients yet',
    noSubject: 'No subject',
    noText: 'No text yet',
    empty: 'No drafts',
    emptyHint: 'What you write is kept here within a second, until you send it.',
    write: 'Write a message',
    delete: 'Delete draft',
    deleted: 'Draft deleted',
    undo: 'Undo',
    failed: 'The drafts could not be read',
    retry: 'Try again',
    open: 'Open draft to {{recipients}}: {{subject}}',
    conflict: 'Changed elsewhere too; both versions are kept.',
  },
}
