export const messages = {
  ui: {
    close: 'Close',
    cancel: 'Cancel',
    dismiss: 'Dismiss',
    notification: 'Notification',
    notifications: 'Notifications ({hotkey})',
  },
}
