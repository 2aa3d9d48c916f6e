export const messages = {
  removal: {
    title: 'Delete the account “{{name}}”?',
    means: {
      gmail:
        'MailManager’s permission to read this account is revoked at Google, and its tokens, mail and drafts are removed from this device. What waits in the outbox is not sent. The mail at Google stays. This cannot be undone.',
      outlook:
        'Its tokens, mail and drafts are removed from this device. What waits in the outbox is not sent. The mail at Microsoft stays, and so does the permission listed there until you remove it. This cannot be undone.',
    },
    meansDemo: 'The simulated mail and its drafts are removed from this device.',
    confirm: 'Delete',
    deleted: 'Account deleted',
    notRevoked: {
      gmail:
        'Account deleted, but Google could not be told. Revoke MailManager yourself at myaccount.google.com/permissions.',
      outlook:
        'Account deleted. Microsoft still lists the permission: remove it at account.live.com/consent/Manage, or at myapps.microsoft.com for work or school.',
    },
  },
}
