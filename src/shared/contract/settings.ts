import { z } from 'zod'
import { operation } from './operation.ts'

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'es']),
  density: z.enum(['comfortable', 'cosy', 'compact']),
  readingPane: z.enum(['right', 'bottom', 'off']),
  markReadOnOpen: z.boolean(),
  /** `ask` keeps remote images out until the person asks; senders can be trusted one by one. */
  remoteImages: z.enum(['ask', 'always']),
  trustedImageSenders: z.array(z.string().max(320)).max(10_000),
})
export type Settings = z.infer<typeof settings>

/** What holds until the person has chosen otherwise, and on the screen until the core answers. */
export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  language: 'system',
  density: 'comfortable',
  readingPane: 'right',
  markReadOnOpen: true,
  remoteImages: 'ask',
  trustedImageSenders: [],
}

export const tokenStoreStatus = z.object({
  kind: z.enum(['keychain', 'encrypted-file', 'database', 'none']),
  state: z.enum([
    'ready',
    /** No keychain here, and the person has not chosen how to keep secrets. */
    'choice_needed',
    /** The file is there; its passphrase is not. */
    'locked',
  ]),
  reason: z.string().nullable(),
})
export type TokenStoreStatus = z.infer<typeof tokenStoreStatus>

export const settingsOperations = {
  'settings.get': operation({
    kind: 'query',
    summary: 'The person’s settings',
    http: { method: 'GET', path: '/api/settings' },
    access: 'user',
    owner: 'none',
    input: z.object({}),
    output: settings,
    errors: [],
  }),
  'settings.update': operation({
    kind: 'command',
    summary: 'Change some settings',
    http: { method: 'PATCH', path: '/api/settings' },
    access: 'user',
    owner: 'none',
    input: settings.partial(),
    output: settings,
    errors: [],
    announces: ['settings.changed'],
  }),
  'tokenStore.status': operation({
    kind: 'query',
    summary: 'Where sign-in tokens are kept, and whether that place is usable',
    http: { method: 'GET', path: '/api/token-store' },
    access: 'admin',
    owner: 'none',
    input: z.object({}),
    output: tokenStoreStatus,
    errors: [],
  }),
  'tokenStore.choose': operation({
    kind: 'command',
    summary: 'Without a keychain: encrypt tokens under a passphrase, or under a key file kept here',
    http: { method: 'POST', path: '/api/token-store' },
    access: 'admin',
    owner: 'none',
    input: z
      .object({
        protection: z.enum(['passphrase', 'key-file']),
        passphrase: z.string().min(8).max(1000).optional(),
      })
      .refine((choice) => choice.protection === 'key-file' || choice.passphrase !== undefined, {
        message: 'A passphrase is needed',
        path: ['passphrase'],
      }),
    output: tokenStoreStatus,
    errors: ['token_store_unavailable', 'token_decryption_error'],
    announces: ['settings.changed'],
  }),
}
