import { afterEach, describe, expect, it } from 'vitest'
import type { FaultRule } from '#simulator/start-simulator.ts'
import { eventually } from '../support/eventually.ts'
import { findAccountDifferences } from './find-differences.ts'
import { createModelWorld, type ModelAccount, type ModelWorld } from './model-world.ts'
import { storedIds } from '../support/database/stored-messages.ts'

const MESSAGES = 800

describe('when a fifth of all batch parts fail', () => {
  let world: ModelWorld
  afterEach(() => world.dispose())

  const account = (id: string): ModelAccount => {
    const found = world.accounts.find((one) => one.id === id)
    if (!found) throw new Error(`No account ${id}`)
    return found
  }
  const known = (id: string): Promise<Set<string>> => storedIds(world.store, id)

  it('every message of both providers arrives', async () => {
    world = await createModelWorld({
      seed: 1,
      dialect: 'sqlite',
      messages: MESSAGES,
      folders: 5,
      before: (simulator) => {
        for (const method of ['batch', 'graph.batch']) {
          simulator.faults.add({ match: { method }, action: { partialBatch: 0.2 } })
        }
      },
    })
    for (const { id } of world.accounts) {
      await eventually(
        () => Promise.resolve(world.engine.progressOf(id).phase === 'complete'),
        `${id} to be complete`,
        60_000,
      )
    }
    for (const one of world.accounts) {
      expect(await findAccountDifferences(world.store, one)).toEqual([])
      expect((await known(one.id)).size).toBe(MESSAGES)
    }
  }, 120_000)

  it.each([
    ['gmail-1', 'messages.get'],
    ['outlook-1', 'graph.messages.get'],
  ] as const)(
    'what %s cannot get is counted as missing, and fetched in the next round',
    async (id, get) => {
      world = await createModelWorld({ seed: 2, dialect: 'sqlite', messages: 20, folders: 5 })
      const one = account(id)
      await eventually(
        () => Promise.resolve(world.engine.progressOf(id).phase === 'complete'),
        'the first sync',
      )
      const arrived = Array.from({ length: 40 }, () =>
        world.simulator.accounts.deliver(one.email, {}),
      )
      const unlucky = arrived.filter((_, index) => index % 5 === 0)
      const rules = unlucky.map((message): number => {
        const path = encodeURIComponent(message).replaceAll('%3D', '(?:=|%3D)')
        const match: FaultRule['match'] = { account: one.email, method: get, path }
        return world.simulator.faults.add({ match, action: { status: 500 } })
      })
      await world.engine.syncNow(id)

      const here = await known(id)
      expect(arrived.filter((message) => !here.has(message))).toEqual(unlucky)
      expect(world.engine.progressOf(id)).toMatchObject({ backlog: unlucky.length })
      expect(world.engine.progressOf(id).phase).not.toBe('complete')

      for (const rule of rules) world.simulator.faults.remove(rule)
      await eventually(
        async () => (await world.store.read.sync.backlogSize(id)) === 0,
        'what was missing',
      )
      await world.engine.syncNow(id)
      expect(world.engine.progressOf(id)).toMatchObject({ phase: 'complete', backlog: 0 })
      expect(await findAccountDifferences(world.store, one)).toEqual([])
    },
    60_000,
  )
})
