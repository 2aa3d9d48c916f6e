/** The pages of Google’s console, in the order they are needed. */
export const GOOGLE_CONSOLE_PAGES = {
  project: 'https://console.cloud.google.com/projectcreate',
  api: 'https://console.cloud.google.com/apis/library/gmail.googleapis.com',
  branding: 'https://console.cloud.google.com/auth/branding',
  scopes: 'https://console.cloud.google.com/auth/scopes',
  audience: 'https://console.cloud.google.com/auth/audience',
  client: 'https://console.cloud.google.com/auth/clients',
} as const
