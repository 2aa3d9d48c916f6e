import type { Random } from '../../simulator/control/seeded-random.ts'
import type { Simulator } from '#simulator/start-simulator.ts'
import { gmailPlacements } from '../support/sync/expect-gmail-synced.ts'
import { pick, pickSome, type ProviderSide } from './provider-side.ts'

/** A Gmail account and what other clients do to it. */
export function gmailSide(simulator: Simulator, email: string): ProviderSide {
  const account = simulator.accounts.get(email)
  let made = 0

  const ids = (): string[] => [...account.messages()].map(({ id }) => id).sort()
  const own = (): { id: string; name: string }[] =>
    account
      .labels()
      .filter(({ type }) => type === 'user')
      .sort((one, other) => (one.id < other.id ? -1 : 1))
  const newName = (): string => {
    made += 1
    return `Label ${made}`
  }
  /** A label's children go with its name, as they do in Gmail's own pages. */
  const rename = (from: string, to: string): void => {
    for (const { id, name } of own()) {
      if (name === from || name.startsWith(`${from}/`)) {
        account.renameLabel(id, `${to}${name.slice(from.length)}`)
      }
    }
  }
  const relabel = (random: Random, add: string[], remove: string[]): string => {
    const some = pickSome(random, ids(), 4)
    account.modify(some, { add, remove })
    return `+[${add.join()}] -[${remove.join()}] on ${some.join()}`
  }

  return {
    email,
    change(change, random) {
      switch (change) {
        case 'arrive':
          return `arrived ${simulator.accounts.deliver(email, {})}`
        case 'arriveAsSpam':
          return `spam arrived ${simulator.accounts.deliver(email, { labels: ['SPAM', 'UNREAD'] })}`
        case 'sendElsewhere':
          return `sent elsewhere ${simulator.accounts.deliver(email, { labels: ['SENT'] })}`
        case 'delete': {
          const some = pickSome(random, ids(), 2)
          account.delete(some)
          return `deleted ${some.join()}`
        }
        case 'bin':
          return relabel(random, ['TRASH'], [])
        case 'unbin':
          return relabel(random, random.chance(0.5) ? ['INBOX'] : [], ['TRASH'])
        case 'spam':
          return relabel(random, ['SPAM'], [])
        case 'notSpam':
          return relabel(random, ['INBOX'], ['SPAM'])
        case 'file': {
          const label = pick(random, own())
          const isAdded = random.chance(0.7)
          if (label && !isAdded) return relabel(random, [], [label.id])
          return relabel(random, label ? [label.id] : [], random.chance(0.6) ? ['INBOX'] : [])
        }
        case 'star':
          return relabel(random, ['STARRED'], [])
        case 'unstar':
          return relabel(random, [], ['STARRED'])
        case 'read':
          return relabel(random, [], ['UNREAD'])
        case 'unread':
          return relabel(random, ['UNREAD'], [])
        case 'createFolder': {
          const parent = random.chance(0.5) ? pick(random, own()) : null
          const name = parent ? `${parent.name.slice(0, 150)}/${newName()}` : newName()
          return `made label ${account.createLabel(name).name}`
        }
        case 'renameFolder': {
          const label = pick(random, own())
          if (!label) return 'no label to rename'
          const to = [...label.name.split('/').slice(0, -1), newName()].join('/')
          rename(label.name, to)
          return `renamed label ${label.name} to ${to}`
        }
        case 'nestFolder': {
          const label = pick(random, own())
          const others = own().filter(
            ({ name }) => name !== label?.name && !name.startsWith(`${label?.name ?? ''}/`),
          )
          const parent = random.chance(0.3) ? null : pick(random, others)
          if (!label) return 'no label to nest'
          const to = parent ? `${parent.name.slice(0, 100)}/${newName()}` : newName()
          rename(label.name, to)
          return `moved label ${label.name} to ${to}`
        }
        case 'deleteFolder': {
          const label = pick(random, own())
          if (!label) return 'no label to delete'
          account.deleteLabel(label.id)
          return `deleted label ${label.id} ${label.name}`
        }
        case 'expire':
          account.expireHistory()
          return 'history expired'
      }
    },
    messages() {
      const placements = gmailPlacements(simulator, email)
      return new Map(
        [...account.messages()].flatMap(({ id, threadId, internalDate }) => {
          const placement = placements.get(id)
          return placement ? [[id, { placement, threadId, receivedAt: internalDate }]] : []
        }),
      )
    },
    labels: () => account.labels().map(({ id, name, type }) => ({ id, name, kind: type })),
  }
}
