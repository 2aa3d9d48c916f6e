import { describe, expect, it } from 'vitest'
import {
  findClientIdProblem,
  microsoftConsolePages,
  isTenant,
  parseClientFile,
} from './microsoft-client.ts'

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e'
const OTHER = '7c9e6679-7425-40de-944b-e07fc1f90ae7'

describe('the application id', () => {
  it.each([
    ['', 'missing'],
    ['  ', 'missing'],
    ['my application', 'malformed'],
    [ID.slice(1), 'malformed'],
    [ID, null],
    [ID.toUpperCase(), null],
    // As it comes out of a document or a terminal.
    [` "${ID}"\n`, null],
    [`{${ID}}`, null],
  ] as const)('%j: %s', (clientId, problem) => {
    expect(findClientIdProblem({ clientId, tenant: '' })).toBe(problem)
  })

  it('is not the directory’s, which stands beside it in the console', () => {
    expect(findClientIdProblem({ clientId: ID, tenant: ID })).toBe('isTenant')
    expect(findClientIdProblem({ clientId: ID, tenant: OTHER })).toBeNull()
  })
})

describe('the directory', () => {
  it.each(['', 'common', 'contoso.example', OTHER])('may be %j', (tenant) => {
    expect(isTenant(tenant)).toBe(true)
  })
  it('is no sentence and no address', () => {
    expect(isTenant('https://contoso.example/')).toBe(false)
    expect(isTenant('contoso?')).toBe(false)
  })
})

describe('a JSON with the application', () => {
  it.each([
    [{ client_id: ID }, ''],
    [{ client_id: ID, tenant: 'common' }, 'common'],
    [{ clientId: ID, tenantId: OTHER }, OTHER],
    // The manifest of the console.
    [{ id: OTHER, appId: ID, displayName: 'MailManager', web: { redirectUris: [] } }, ''],
  ])('is understood: %j', (content, tenant) => {
    expect(parseClientFile(JSON.stringify(content))).toEqual({ client: { clientId: ID, tenant } })
  })

  it.each([
    ['client id: abc', 'notJson'],
    [JSON.stringify({ installed: { client_id: 'x' } }), 'ofGoogle'],
    [JSON.stringify({ tenant: 'common' }), 'noId'],
    ['[]', 'noId'],
    ['null', 'noId'],
  ])('is refused with its reason: %s', (text, problem) => {
    expect(parseClientFile(text)).toEqual({ problem })
  })
})

describe('the pages of the console', () => {
  it('are those of the application once its id is known', () => {
    expect(microsoftConsolePages(` ${ID} `).authentication).toContain(`/Authentication/appId/${ID}`)
    expect(microsoftConsolePages(ID).permissions).toContain(`/CallAnAPI/appId/${ID}`)
  })

  it('are the list of applications before', () => {
    expect(microsoftConsolePages('half an id').permissions).toMatch(/ApplicationsListBlade$/u)
  })
})
