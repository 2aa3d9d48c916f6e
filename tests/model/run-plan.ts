import { setImmediate } from 'node:timers/promises'
import { eventually } from '../support/eventually.ts'
import type { Dialect } from '../support/database/test-store.ts'
import { findAccountDifferences, findUnifiedBoxDifferences } from './find-differences.ts'
import { addRandomFaults } from './faults.ts'
import { createLocalUser, type LocalUser } from './local-user.ts'
import { STEPS_PER_EPISODE, episodeOf, stepOf, type Step } from './plan.ts'
import { pickSome } from './provider-side.ts'
import { replayMessage } from './replay-message.ts'
import { threadDifferences } from './thread-comparison.ts'
import { MAILBOX_ID } from '../support/sync/insert-account.ts'
import { createModelWorld, type ModelAccount, type ModelWorld } from './model-world.ts'

const SHOWN = 12

/** How much a run really checked. */
export interface Tally {
  steps: number
  /** Comparisons of one account after a sync that said it is complete, in the middle of things. */
  comparedInBetween: number
  /** Comparisons of everything, at rest. */
  comparedAtRest: number
  faultsStruck: number
}

/** Carries out the plan of a seed. Throws, with how to replay it, where the two sides differ. */
export async function runPlan(options: {
  seed: number
  steps: number
  dialect: Dialect
}): Promise<Tally> {
  const { seed, steps } = options
  const log: string[] = []
  const tally: Tally = { steps: 0, comparedInBetween: 0, comparedAtRest: 0, faultsStruck: 0 }
  const world = await createModelWorld(options)
  try {
    const person = createLocalUser(world)
    let isStormy = false
    for (let number = 0; number < steps; number += 1) {
      if (number % STEPS_PER_EPISODE === 0) {
        await syncAndCompare(world, person, tally)
        const episode = episodeOf(seed, number / STEPS_PER_EPISODE)
        isStormy = episode.hasFaults
        if (isStormy) {
          for (const { email } of pickSome(episode.random, world.accounts, 4)) {
            log.push(addRandomFaults(world.simulator, email, episode.random))
          }
        }
      }
      const step = stepOf(seed, number, world.accounts.length)
      log.push(`${number} `)
      const done = await runStep(world, person, step, { isStormy, tally })
      log[log.length - 1] =
        `${isStormy ? '~' : ' '}${number} ${world.accounts[step.account]?.id ?? ''}: ${done}`
      tally.steps += 1
      for (let turn = 0; turn < step.turns; turn += 1) await setImmediate()
    }
    await syncAndCompare(world, person, tally)
    return tally
  } catch (error) {
    throw new Error(
      replayMessage({ ...options, steps: tally.steps + 1 }, log, world.problems, error),
      {
        cause: error,
      },
    )
  } finally {
    await world.dispose()
  }
}

async function runStep(
  world: ModelWorld,
  person: LocalUser,
  { account: index, action, random }: Step,
  { isStormy, tally }: { isStormy: boolean; tally: Tally },
): Promise<string> {
  const account = world.accounts[index]
  if (!account) throw new Error('The plan names an account that is not there')
  switch (action.kind) {
    case 'provider':
      if (['read', 'unread'].includes(action.change)) person.forget(account)
      return account.side.change(action.change, random)
    case 'mark':
      return person.mark(account, action.isRead, random)
    case 'ask':
      // Its failure is the account's own affair; what matters is compared later.
      world.engine.syncNow(account.id).catch(() => undefined)
      return 'asked for a sync'
    case 'sync': {
      const failed = await world.engine.syncNow(account.id).then(
        () => false,
        () => true,
      )
      if (isStormy || failed || !isComplete(world, account)) return 'synced'
      failOnDifferences(await findAccountDifferences(world.store, account))
      tally.comparedInBetween += 1
      return 'synced and compared'
    }
    case 'wake':
      world.engine.wake()
      return 'woke'
    case 'restart':
      await world.restart()
      return 'restarted'
  }
}

function isComplete(world: ModelWorld, { id }: ModelAccount): boolean {
  const { phase, backlog } = world.engine.progressOf(id)
  return phase === 'complete' && backlog === 0
}

/** The faults end, everything syncs, and everything is compared. */
async function syncAndCompare(world: ModelWorld, person: LocalUser, tally: Tally): Promise<void> {
  const { simulator, store, engine, accounts } = world
  tally.faultsStruck += simulator.faults.list().reduce((sum, { struck }) => sum + struck, 0)
  simulator.faults.clear()
  for (const account of accounts) {
    await eventually(
      async () => {
        await engine.syncNow(account.id)
        const pending = await store.read.pendingChanges.countPending(account.id)
        if (pending > 0) throw new Error(`${pending} marks are not told`)
        if (!isComplete(world, account))
          throw new Error(JSON.stringify(engine.progressOf(account.id)))
        return true
      },
      `${account.id} to come to rest`,
      60_000,
    )
  }
  // Marks that were told last are in history only now.
  for (const account of accounts) await engine.syncNow(account.id)
  const differences = await Promise.all(
    accounts.map((account) => findAccountDifferences(store, account)),
  )
  failOnDifferences([
    ...differences.flat(),
    ...(await findUnifiedBoxDifferences(store, accounts)),
    ...(await threadDifferences(
      store,
      MAILBOX_ID,
      accounts.map(({ id }) => id),
    )),
    ...person.lostChanges(),
  ])
  tally.comparedAtRest += 1
}

function failOnDifferences(differences: readonly string[]): void {
  if (differences.length === 0) return
  throw new Error(`${differences.length} differences:\n${differences.slice(0, SHOWN).join('\n')}`)
}
