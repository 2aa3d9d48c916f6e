export const messages = {
  connect: {
    title: 'Connect an account',
    titleProvider: 'Connect {{name}}',
    titleReconnect: 'Connect the account again',
    titleClient: {
      gmail: 'Set up a Google client',
      outlook: 'Set up a Microsoft application',
    },
    titleTokenStore: 'Where sign-in tokens are kept',
    provider: 'Provider',
    providerHint: {
      gmail: 'Gmail and Google Workspace',
      outlook: 'Outlook.com and Microsoft 365',
    },
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
    signIn: 'Sign in with {{company}}',
    tryAgain: 'Try again',
    signInIntro:
      '{{company}}’s page opens in your browser. Choose the account and allow access; then come back here. MailManager never sees your password.',
    reconnectIntro:
      '{{company}}’s page opens in your browser. Choose {{address}} and allow access. Your mail on this device stays as it is.',
    notes: {
      gmail: {
        warning:
          'Google may warn that the app is not verified, because it is your own client: choose Advanced, then continue.',
        accept: 'Tick every box, or reading and sending will not work.',
      },
      outlook: {
        warning:
          'Microsoft shows the app as “unverified”, because it is your own: that is expected.',
        accept:
          'At work or school, your organisation may want an administrator to approve the app first.',
      },
    },
    usingClient: {
      gmail: 'Client {{clientId}}',
      outlook: 'Application {{clientId}}',
    },
    changeClient: 'Change',
    waiting: 'Waiting for {{company}}…',
    waitingHint: 'Finish in your browser. The sign-in stays open for {{time}}.',
    openAgain: 'Open the page again',
    copyLink: 'Copy link',
    copied: 'Link copied',
    copyFailed: 'The link could not be copied',
    failed: 'The account was not connected',
    repair: 'Open the page where this is set',
    approval: {
      address: 'Address for your administrator',
      hint: 'Send this address to your administrator, or open it if that is you. Once it is approved, try again.',
      open: 'Open approval page',
    },
    reason: {
      access_denied: 'The sign-in was cancelled in the browser. Nothing was changed.',
      other_address:
        'You signed in with another address than the one this account belongs to. Try again and choose the right one, or add the other address as a new account.',
      invalid_grant:
        '{{company}} did not accept the sign-in: it took too long or was used already. Try again. If it keeps happening, check this computer’s clock.',
      expired: 'The sign-in was not finished in time. Try again.',
      no_port:
        'This computer gave MailManager no place to receive {{company}}’s answer. Close other programs or restart, then try again.',
      offline: '{{company}} cannot be reached. Check the internet connection and try again.',
      throttled:
        '{{company}} asks to wait: too many sign-ins in a short time. Try again in a few minutes.',
      server: '{{company}} has a problem of its own at the moment. Try again in a few minutes.',
      refused:
        '{{company}} refused the sign-in. Try again; if it stays so, check the client you set up.',
      gmail: {
        scope_missing:
          'Google did not give permission to read and change mail. Try again and tick every box on Google’s page.',
        no_refresh_token:
          'Google gave no lasting permission. Remove MailManager under “Third-party apps” in your Google account, then try again.',
        invalid_client:
          'Google does not know this client: it was deleted, or its JSON is wrong. Download the JSON of the “Desktop app” client again and import it.',
        redirect_uri_mismatch:
          'This client does not allow sign-in from a desktop program. Create one of type “Desktop app” and import its JSON.',
        admin_policy_enforced:
          'Your organisation does not allow this app to use Gmail. Ask its Google Workspace administrator to allow it.',
        org_internal:
          'This client is for members of one organisation only, and this address is not one of them. Sign in with an address of that organisation, or use another client.',
        api_disabled:
          'Gmail did not let MailManager in. Check that the Gmail API is enabled in the client’s project.',
      },
      outlook: {
        admin_approval:
          'Your organisation lets only an administrator approve this app. Nothing was changed.',
        consent:
          'The permissions that MailManager needs were not given. Try again and accept them on Microsoft’s page.',
        scope_missing:
          'Microsoft did not give permission to read, change and send mail. Add Mail.ReadWrite and Mail.Send to the application’s API permissions, then try again.',
        no_refresh_token:
          'Microsoft gave no lasting permission (offline_access). Try again and accept all permissions.',
        invalid_client:
          'Microsoft does not know this application: its id is wrong, it was deleted, or it is not open to your kind of account. Check it, or set up another one.',
        not_public:
          'This application expects a secret. Set “Allow public client flows” to Yes on its Authentication page, then try again.',
        redirect_uri:
          'This application does not allow sign-in from a desktop program. Add http://localhost under “Mobile and desktop applications” on its Authentication page, then try again.',
        policy: 'Your organisation’s rules do not allow this sign-in. Ask your administrator.',
        no_mailbox:
          'This Microsoft account has no mailbox that MailManager can read. Sign in with an address that has mail at Outlook.com or Microsoft 365.',
      },
    },
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
      openPage: 'Open page',
      choose: 'Choose file…',
      tooLarge: 'This file is too large to be a client’s JSON.',
    },
    googleClient: {
      intro:
        'Google lets an app read mail only through a client. Yours takes about ten minutes, costs nothing, and stays on this computer. Do this once.',
      drop: 'Drop the client’s JSON file here',
      paste: 'Or paste its text',
      problem: {
        not_json:
          'This file is not JSON. Choose the client JSON that Google Cloud offers for download.',
        not_an_object:
          'This file does not hold a client. Choose the client JSON that Google Cloud offers for download.',
        service_account:
          'This is the key of a service account, which can’t read a personal mailbox. In Google Cloud, create an OAuth client of type “Desktop app” and import its JSON.',
        saved_sign_in:
          'This is somebody’s saved sign-in, not an OAuth client. In Google Cloud, open Clients and download the JSON of a “Desktop app” client.',
        other_provider:
          'This looks like an application of Microsoft, not of Google. Import it for Outlook instead.',
        web_application:
          'This client is of type “Web application”. In Google Cloud, create a new OAuth client of type “Desktop app” and import its JSON.',
        installed_missing:
          'This JSON is not an OAuth client of Google: the part “installed” is missing. In Google Cloud, open Clients and download the JSON of a “Desktop app” client.',
        client_id_unusable:
          'The client JSON has no usable “client_id”. Download it again from Google Cloud.',
        client_secret_unusable:
          'The “client_secret” of the client JSON is not usable. Download it again from Google Cloud.',
        tenant_unusable: 'The “tenant” must be an id, a domain, or “common”.',
      },
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
    outlookClient: {
      intro:
        'Microsoft lets an app read mail only after it is registered. Yours takes about five minutes, costs nothing, has no secret, and is known to this computer only. Do this once.',
      register: {
        title: 'Register an application',
        text: 'Any name will do. Under Supported account types choose the entry with any organization (any Entra ID tenant) and personal Microsoft accounts. Under Redirect URI choose “Public client/native (mobile & desktop)”, enter http://localhost and press Register.',
      },
      id: {
        title: 'Copy its id',
        text: 'The page that follows shows “Application (client) ID”. Copy it and paste it here.',
      },
      flows: {
        title: 'Allow public client flows',
        text: 'On Authentication, under Settings, set “Allow public client flows” to Yes and save. “Mobile and desktop applications” must list http://localhost.',
      },
      permissions: {
        title: 'Allow it to read and send mail',
        text: 'On API permissions: Add a permission, Microsoft Graph, Delegated permissions; tick Mail.ReadWrite, Mail.Send, User.Read and offline_access, then Add permissions.',
      },
      clientId: 'Application (client) ID',
      tenant: 'Tenant',
      tenantHint: 'Empty: any account.',
      tenantProblem: 'A tenant is an id, a domain or “common”.',
      drop: 'Have it as a JSON file with “client_id”? Drop it here.',
      use: 'Use this application',
      idProblem: {
        missing: 'Paste the Application (client) ID here.',
        malformed: 'An id looks like 00000000-0000-0000-0000-000000000000. Copy it again.',
        isTenant:
          'This is the id of the directory, not of the application. Copy the line “Application (client) ID”.',
      },
      fileProblem: {
        notJson: 'This is not JSON. Paste the id by itself, or choose a file that ends in .json.',
        ofGoogle: 'This is a client of Google. It connects Gmail accounts, not Outlook.',
        noId: 'There is no “client_id” in this JSON. Paste the Application (client) ID instead.',
      },
    },
  },
}
