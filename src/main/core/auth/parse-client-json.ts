import { z } from 'zod'
import type { ClientProblem } from '#shared/contract/client-problem.ts'
import { OperationError } from '#shared/errors.ts'

/** An OAuth client of type "Desktop app". Its secret is not confidential (RFC 8252, 8.5). */
export interface GoogleClient {
  clientId: string
  clientSecret: string | null
}

/** An application registration in Microsoft Entra; a public client has no secret. */
export interface OutlookClient {
  clientId: string
  tenant: string
}

const GOOGLE_CLIENT_ID = /^[A-Za-z0-9._-]+$/u
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu

const text = z.string().trim().min(1).max(500)

/**
 * Reads what the Google console gives for download: `{"installed":{"client_id",…}}`.
 * Throws app_credentials_invalid, saying which wrong file this is and where the right one is.
 */
export function parseGoogleClient(json: unknown): GoogleClient {
  const content = asObject(json, 'the client JSON that Google Cloud offers for download')
  if (content['type'] === 'service_account' || 'private_key' in content) {
    throw invalid(
      'service_account',
      'This is the key of a service account, which can’t read a personal mailbox. In Google Cloud, create an OAuth client of type “Desktop app” and import its JSON.',
    )
  }
  if (content['type'] === 'authorized_user' || 'refresh_token' in content) {
    throw invalid(
      'saved_sign_in',
      'This is somebody’s saved sign-in, not an OAuth client. In Google Cloud, open Clients and download the JSON of a “Desktop app” client.',
    )
  }
  if (looksLikeAzure(content)) {
    throw invalid(
      'other_provider',
      'This looks like an application of Microsoft, not of Google. Import it for Outlook instead.',
    )
  }
  if ('web' in content) {
    throw invalid(
      'web_application',
      'This client is of type “Web application”. In Google Cloud, create a new OAuth client of type “Desktop app” and import its JSON.',
    )
  }
  const installed = z.record(z.string(), z.unknown()).safeParse(content['installed'])
  if (!installed.success) {
    throw invalid(
      'installed_missing',
      'This JSON is not an OAuth client of Google: the part “installed” is missing. In Google Cloud, open Clients and download the JSON of a “Desktop app” client.',
    )
  }
  const clientId = text.regex(GOOGLE_CLIENT_ID).safeParse(installed.data['client_id'])
  if (!clientId.success) {
    throw invalid(
      'client_id_unusable',
      'The client JSON has no usable “client_id”. Download it again from Google Cloud.',
    )
  }
  const clientSecret = text.nullish().safeParse(installed.data['client_secret'])
  if (!clientSecret.success) {
    throw invalid(
      'client_secret_unusable',
      'The “client_secret” of the client JSON is not usable. Download it again from Google Cloud.',
    )
  }
  return { clientId: clientId.data, clientSecret: clientSecret.data ?? null }
}

/**
 * Reads `{"client_id" or "clientId": uuid, "tenant"?: uuid, domain or common}`.
 * Throws app_credentials_invalid.
 */
export function parseOutlookClient(json: unknown): OutlookClient {
  const content = asObject(json, 'a JSON with the client id of the application')
  if ('installed' in content || 'web' in content) {
    throw invalid(
      'other_provider',
      'This looks like a client of Google, not of Microsoft. Import it for Gmail instead.',
    )
  }
  const clientId = text
    .regex(UUID)
    .safeParse(content['client_id'] ?? content['clientId'] ?? content['appId'])
  if (!clientId.success) {
    throw invalid(
      'client_id_unusable',
      'The “client_id” is missing or not of the form 00000000-0000-0000-0000-000000000000. Copy “Application (client) ID” from the app’s page in Microsoft Entra.',
    )
  }
  const tenant = text
    .regex(/^[A-Za-z0-9.-]+$/u)
    .nullish()
    .safeParse(content['tenant'] ?? content['tenant_id'] ?? content['tenantId'])
  if (!tenant.success) {
    throw invalid(
      'tenant_unusable',
      'The “tenant” must be an id, a domain, or “common”. Leave it out if unsure.',
    )
  }
  return { clientId: clientId.data, tenant: tenant.data ?? 'common' }
}

function asObject(json: unknown, wanted: string): Record<string, unknown> {
  let content = json
  if (typeof json === 'string') {
    try {
      content = JSON.parse(json.replace(/^\uFEFF/u, ''))
    } catch {
      // The parser's message would quote the file, which may hold a secret.
      throw invalid('not_json', `This file is not JSON. Choose ${wanted}.`)
    }
  }
  const object = z.record(z.string(), z.unknown()).safeParse(content)
  if (!object.success)
    throw invalid('not_an_object', `This file does not hold what is needed. Choose ${wanted}.`)
  return object.data
}

function looksLikeAzure(content: Record<string, unknown>): boolean {
  return (
    ['tenant', 'tenantId', 'tenant_id', 'appId'].some((name) => name in content) ||
    [content['client_id'], content['clientId']].some(
      (id) => typeof id === 'string' && UUID.test(id),
    )
  )
}

/** The message is English; a window translates by the reason. */
function invalid(reason: ClientProblem, message: string): OperationError {
  return new OperationError('app_credentials_invalid', message, { reason })
}
