/** The application registration as the person types it; the core checks it again. */
export interface MicrosoftClientInput {
  clientId: string
  /** Empty for `common`: any organisation and personal accounts. */
  tenant: string
}

/** Why a typed id cannot be the application’s; its words are `connect.outlookClient.idProblem.*`. */
export type ClientIdProblem = 'missing' | 'malformed' | 'isTenant'

/** Why a JSON cannot be used; its words are `connect.outlookClient.fileProblem.*`. */
export type ClientFileProblem = 'notJson' | 'ofGoogle' | 'noId'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu
/** An id, a domain or a word such as `common`; what the core accepts. */
const TENANT = /^[A-Za-z0-9.-]{1,500}$/u

/** The id without what comes along when it is copied: spaces, quotes, braces. */
export function normaliseClientId(typed: string): string {
  return typed.replace(/[\s"'{}]/gu, '')
}

/** What is wrong with the client id, or null. */
export function findClientIdProblem({
  clientId,
  tenant,
}: MicrosoftClientInput): ClientIdProblem | null {
  const id = normaliseClientId(clientId)
  if (id === '') return 'missing'
  if (!UUID.test(id)) return 'malformed'
  // Both stand on the same page, one under the other.
  return id.toLowerCase() === normaliseClientId(tenant).toLowerCase() ? 'isTenant' : null
}

/** Whether the directory can be asked for; empty is `common`. */
export function isTenant(tenant: string): boolean {
  const tidy = normaliseClientId(tenant)
  return tidy === '' || TENANT.test(tidy)
}

/** Reads `{"client_id", "tenant"?}`, or the manifest that the console offers for download. */
export function parseClientFile(
  text: string,
): { client: MicrosoftClientInput } | { problem: ClientFileProblem } {
  let content: unknown
  try {
    content = JSON.parse(text.replace(/^\uFEFF/u, ''))
  } catch {
    return { problem: 'notJson' }
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return { problem: 'noId' }
  }
  const fields = new Map<string, unknown>(Object.entries(content))
  const first = (...names: string[]): string => {
    const found = names.map((name) => fields.get(name)).find((value) => typeof value === 'string')
    return typeof found === 'string' ? found.trim() : ''
  }
  const clientId = first('client_id', 'clientId', 'appId')
  // A manifest of Microsoft has a part “web” as well, beside its id.
  if (clientId === '')
    return { problem: fields.has('installed') || fields.has('web') ? 'ofGoogle' : 'noId' }
  return { client: { clientId, tenant: first('tenant', 'tenant_id', 'tenantId') } }
}

const CONSOLE = 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps'

/** The console’s pages; those of one application as soon as its id is known. */
export function microsoftConsolePages(clientId: string): {
  register: string
  overview: string
  authentication: string
  permissions: string
} {
  const id = normaliseClientId(clientId)
  const list = `${CONSOLE}/ApplicationsListBlade`
  const page = (name: string) =>
    UUID.test(id) ? `${CONSOLE}/ApplicationMenuBlade/~/${name}/appId/${id}` : list
  return {
    register: `${CONSOLE}/CreateApplicationBlade/quickStartType~/null/isMSAApp~/false`,
    overview: page('Overview'),
    authentication: page('Authentication'),
    permissions: page('CallAnAPI'),
  }
}
