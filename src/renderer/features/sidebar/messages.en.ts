export const messages = {
  sidebar: {
    label: 'Mailboxes',
    tree: 'Mailboxes and boxes',
    compose: 'Compose',
    accounts: 'Accounts',
    outbox: 'Outbox',
    withUnread: '{{name}}, {{count}} waiting',
    fold: 'Fold {{name}}',
    unfold: 'Unfold {{name}}',
    mailboxMenu: 'Actions for {{name}}',
    addAccount: 'Add account',
    connectAccount: 'Connect account',
    reconnect: 'Sign in again',
    syncAccount: 'Sync now',
    editAccount: 'Name and colour',
    accountName: 'Account name',
    colour: 'Colour',
    deleteAccount: 'Remove account',
    deleteAccountTitle: 'Remove {{name}}?',
    deleteAccountText:
      'MailManager gives its access back to the provider and deletes this account’s mail, drafts and sign-in from this device. The mail at the provider stays.',
    grantNotRevoked:
      '{{name}} is removed, but the provider could not be told. Remove MailManager’s access in your account settings there.',
    newMailbox: 'New mailbox',
    newMailboxHint: 'A mailbox groups accounts that belong together, such as work or a client.',
    renameMailbox: 'Rename mailbox',
    mailboxName: 'Mailbox name',
    deleteMailbox: 'Delete mailbox',
    deleteMailboxTitle: 'Delete {{name}}?',
    deleteMailboxText_one:
      'Its account is removed from this device with its mail, drafts and sign-in, and access is given back to the provider. The mail at the provider stays.',
    deleteMailboxText_other:
      'Its {{count}} accounts are removed from this device with their mail, drafts and sign-ins, and access is given back to the providers. The mail at the providers stays.',
    create: 'Create',
    save: 'Save',
  },
}
