export const messages = {
  connect: {
    title: 'Connect an account',
    titleReconnect: 'Connect the account again',
    titleClient: 'Set up a Google client',
    titleTokenStore: 'Where sign-in tokens are kept',
    provider: 'Provider',
    gmail: 'Gmail',
    outlook: 'Outlook (next version)',
    mailbox: 'Mailbox',
    newMailbox: 'New mailbox…',
    mailboxName: 'Name of the mailbox',
    firstMailboxName: 'Personal',
    mailboxHint: 'A mailbox groups accounts, such as Work or Personal.',
    mailboxNameMissing: 'Give the mailbox a name.',
    next: 'Next',
    back: 'Back',
    cancel: 'Cancel',
    done: 'Done',
    outlookLater:
      'This version connects Gmail accounts. Outlook comes with the next version. You can explore the demo mail in the meantime.',
    signIn: 'Sign in with Google',
    tryAgain: 'Try again',
    signInIntro:
      'Google’s page opens in your browser. Choose the account and allow access; then come back here. MailManager never sees your password.',
    reconnectIntro:
      'Google’s page opens in your browser. Choose {{address}} and allow access. Your mail on this device stays as it is.',
    unverified:
      'Google may warn that the app is not verified, because it is your own client: choose Advanced, then continue.',
    tickAll: 'Tick every box, or reading and sending will not work.',
    usingClient: 'Client {{clientId}}',
    changeClient: 'Change',
    waiting: 'Waiting for Google…',
    waitingHint: 'Finish in your browser. The sign-in stays open for {{time}}.',
    openAgain: 'Open the page again',
    copyLink: 'Copy link',
    copied: 'Link copied',
    copyFailed: 'The link could not be copied',
    failed: 'The account was not connected',
    connected: '{{address}} is connected',
    syncStarting: 'The first messages are on their way…',
    synced_one: '{{formatted}} message here so far',
    synced_other: '{{formatted}} messages here so far',
    syncedOf: '{{synced}} of {{total}} messages are here',
    usableNow: 'You can read and write now; older mail follows in the background.',
    tokenStore: {
      choiceIntro:
        'This computer has no keychain MailManager can use. The tokens that let it read your mail are then kept in an encrypted file. Choose what protects that file.',
      lockedIntro:
        'The file with your sign-in tokens is locked. Enter its passphrase; until then nothing can be synced or sent.',
      choice: 'Protection',
      passphrase: 'A passphrase',
      passphraseMeans:
        'You enter it each time MailManager starts. Nobody can restore it: without it you connect your accounts again.',
      keyFile: 'A key file on this computer',
      keyFileMeans:
        'Nothing to enter. Whoever can read your files on this computer can read the tokens too.',
      passphraseLabel: 'Passphrase',
      again: 'Passphrase again',
      tooShort: 'Use at least {{count}} characters.',
      different: 'The two passphrases are not the same.',
      wrongPassphrase: 'This is not the passphrase of that file.',
      use: 'Use this',
      unlock: 'Unlock',
    },
    client: {
      intro:
        'Google lets an app read mail only through a client. Yours takes about ten minutes, costs nothing, and stays on this computer. Do this once.',
      openPage: 'Open page',
      drop: 'Drop the client’s JSON file here',
      choose: 'Choose file…',
      paste: 'Or paste its text',
      tooLarge: 'This file is too large to be a client’s JSON.',
      project: {
        title: 'Create a project',
        text: 'Any name will do. Keep it selected at the top of the following pages.',
      },
      api: { title: 'Enable the Gmail API', text: 'Press Enable and wait until it says so.' },
      branding: {
        title: 'Name the app',
        text: 'Press Get started; enter a name and your address. As audience choose External, or Internal in your own Workspace.',
      },
      scopes: {
        title: 'Allow it to read and send mail',
        text: 'Add the scope https://www.googleapis.com/auth/gmail.modify and save.',
      },
      audience: {
        title: 'Publish to Production',
        text: 'Press Publish app. While it says Testing, Google ends your sign-in every 7 days.',
      },
      client: {
        title: 'Create a Desktop client',
        text: 'Create client, type Desktop app, then Download JSON.',
      },
    },
  },
}
