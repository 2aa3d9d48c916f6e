export const messages = {
  recovery: {
    title: 'The mail database on this computer is damaged',
    text: 'Your mail at Gmail and Outlook is not affected. Choose how to go on; the damaged database is kept in every case.',
    damaged: 'What is damaged: {{parts}}.',
    parts: {
      mail: 'fetched mail',
      drafts: 'drafts',
      outgoing: 'outgoing mail',
      accounts: 'accounts and settings',
      file: 'the beginning of the file',
    },
    restore: {
      title: 'Restore the last backup',
      text: 'Everything in the backup comes back, together with what can still be read of what you wrote since. Mail is fetched again.',
      backup: 'Backup of {{date}}: {{drafts}}, {{outgoing}}.',
      none: 'There is no backup yet.',
      go: 'Restore backup',
    },
    drafts_one: '{{count}} draft',
    drafts_other: '{{count}} drafts',
    outgoing_one: '{{count}} outgoing message',
    outgoing_other: '{{count}} outgoing messages',
    sync: {
      title: 'Fetch mail again',
      text: 'Keeps your accounts, and what you wrote as far as it can be read; only what cannot be read comes from the last backup. Mail is fetched again.',
      go: 'Fetch again',
    },
    copy: {
      title: 'Keep a copy',
      text: 'Copies the damaged database into a folder of its own and changes nothing else.',
      go: 'Keep a copy',
      done: 'Copied to {{folder}}',
    },
    unsent:
      'Outgoing mail from a backup is not sent by itself, because it may have been sent since. It waits for you in the outbox.',
  },
}
