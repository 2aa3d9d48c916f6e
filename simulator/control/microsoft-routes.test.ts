import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '../start-simulator.ts'

const EMAIL = 'mara@contoso.example'
let simulator: Simulator

beforeEach(async () => {
  simulator = await startSimulator()
})
afterEach(() => simulator.close())

const control = async (verb: string, path: string, body?: unknown) => {
  const response = await fetch(`${simulator.url}/_control/microsoft${path}`, {
    method: verb,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, json: (await response.json()) as Record<string, unknown> }
}

describe('the control API for Microsoft accounts', () => {
  it('makes an account, lets mail arrive, and changes mail and folders', async () => {
    const made = await control('POST', '/accounts', { email: EMAIL, folders: ['Projects'] })
    expect([made.status, made.json['messages']]).toEqual([201, 0])
    const path = `/accounts/${EMAIL}`
    const arrived = await control('POST', `${path}/deliver`, { subject: 'Hello' })
    const id = String(arrived.json['id'])
    await control('POST', `${path}/messages`, { ids: [id], isRead: true, folder: 'Projects' })
    await control('POST', `${path}/folders`, { rename: 'Projects', displayName: 'Work' })
    const { json } = await control('GET', path)
    expect(json['newest']).toMatchObject([
      { id, isRead: true, folderId: simulator.accounts.microsoft(EMAIL).folder('Work').id },
    ])
    expect((await control('POST', `${path}/messages`, { ids: [id], delete: true })).status).toBe(
      200,
    )
    expect((await control('GET', '/accounts')).json['accounts']).toMatchObject([{ messages: 0 }])
    expect((await control('DELETE', path)).status).toBe(200)
    expect(simulator.accounts.listMicrosoft()).toEqual([])
  })

  it('says what is wrong with a request', async () => {
    expect((await control('POST', '/accounts', { mail: EMAIL })).status).toBe(400)
    expect((await control('GET', '/accounts/nobody@contoso.example')).status).toBe(400)
    expect((await control('GET', '/nothing')).status).toBe(404)
  })

  it('gives one address to one provider', async () => {
    simulator.accounts.create({ email: EMAIL })
    const taken = await control('POST', '/accounts', { email: EMAIL })
    expect(taken.json['error']).toContain('exists already')
  })
})
