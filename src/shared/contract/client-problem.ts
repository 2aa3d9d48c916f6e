import { z } from 'zod'

/** What is wrong with an imported client's JSON: `detail.reason` of `app_credentials_invalid`. */
export const clientProblemSchema = z.enum([
  'not_json',
  'not_an_object',
  'service_account',
  'saved_sign_in',
  'other_provider',
  'web_application',
  'installed_missing',
  'client_id_unusable',
  'client_secret_unusable',
  'tenant_unusable',
])
export type ClientProblem = z.infer<typeof clientProblemSchema>
