export const messages = {
  errors: {
    api_error: 'Something went wrong inside MailManager. Try again; if it stays, restart the app.',
    unauthorized: 'This browser has no session. Open the address that MailManager printed.',
    offline: 'You are offline, and this is not on this device yet.',
    rate_limited: 'The provider asks us to slow down. It goes on by itself in a moment.',
    mailbox_not_found: 'This mailbox no longer exists.',
    account_not_found: 'This account no longer exists.',
    email_not_found: 'This message no longer exists.',
    draft_not_found: 'This draft no longer exists.',
    outbox_item_not_found: 'This message is no longer in the outbox.',
    attachment_not_found: 'This attachment is no longer in the message.',
    attachment_not_readable:
      'This attachment cannot be opened here. Save it and open it in another program.',
    recipients_missing: 'Add at least one recipient.',
    sender_not_allowed: 'This account may not send from that address. Choose another.',
    upload_interrupted: 'The file did not arrive whole. Add it again.',
    account_not_connected: 'This account is not connected. Connect it, then try again.',
    account_paused: 'This account is paused. Resume it, then try again.',
    outbox_state_conflict: 'The message has moved on in the meantime; look at its state again.',
    app_credentials_missing: 'No provider client is set up yet.',
    database_connection_error: 'The database cannot be reached.',
    database_query_error: 'The database refused a request. Try again.',
    database_damaged:
      'The database is damaged. MailManager is looking into it and says what can be done.',
    backup_not_found: 'This backup is gone, or cannot be read.',
    recovery_not_possible: 'The database is not damaged, so there is nothing to recover.',
    token_store_unavailable: 'The place where sign-in tokens are kept cannot be used.',
    pending_change_not_found: 'This change is not waiting any more.',
    mailbox_unavailable:
      'This mailbox cannot be reached. Ask its administrator whether it is active and may be used by other programs, then try again.',
    email_fetch_error: 'The provider did not hand over this message. Try again.',
    email_content_fetch_error:
      'The provider did not hand over the body of this message. Try again.',
    email_send_error: 'The provider refused this message.',
    read_status_update_error: 'The provider did not accept the change.',
    file_too_large: 'The files are too large for one message.',
  },
}
