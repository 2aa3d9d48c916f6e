import type { Simulator } from '#simulator/start-simulator.ts'
import type { Random } from '../../simulator/control/seeded-random.ts'
import { outlookTruth } from '../providers/outlook/outlook-mirror.ts'
import { pick, pickSome, type ProviderSide } from './provider-side.ts'

/** An Outlook account and what other clients do to it. */
export function outlookSide(simulator: Simulator, email: string): ProviderSide {
  const account = simulator.accounts.microsoft(email)
  let made = 0

  const shown = () =>
    account.folders().filter((folder) => folder.wellKnown !== 'msgfolderroot' && !folder.isHidden)
  const own = () =>
    shown()
      .filter(({ wellKnown }) => wellKnown === null)
      .sort((one, other) => (one.id < other.id ? -1 : 1))
  const ids = (): string[] => [...account.messages()].map(({ id }) => id).sort()
  const newName = (): string => {
    made += 1
    return `Folder ${made}`
  }
  const pathOf = (id: string): string => {
    const folder = shown().find((one) => one.id === id)
    if (!folder) return ''
    const above = pathOf(folder.parentId)
    return above === '' ? folder.displayName : `${above}/${folder.displayName}`
  }
  const isInside = (id: string, outer: string): boolean => {
    const folder = shown().find((one) => one.id === id)
    return folder !== undefined && (id === outer || isInside(folder.parentId, outer))
  }
  const move = (random: Random, from: readonly string[], to: string): string => {
    const some = pickSome(random, from, 4)
    account.move(some, to)
    return `moved ${some.join()} to ${to}`
  }
  const idsIn = (folder: string): string[] =>
    [...account.messages(folder)].map(({ id }) => id).sort()
  const inFolder = (folder: string): string => {
    const id = simulator.accounts.deliver(email, { folder })
    return `${id} in ${folder}`
  }

  return {
    email,
    change(change, random) {
      switch (change) {
        case 'arrive':
          return `arrived ${inFolder('inbox')}`
        case 'arriveAsSpam':
          return `arrived ${inFolder('junkemail')}`
        case 'sendElsewhere':
          return `sent elsewhere ${inFolder('sentitems')}`
        case 'delete': {
          const some = pickSome(random, ids(), 2)
          account.delete(some)
          return `deleted ${some.join()}`
        }
        case 'bin':
          return move(random, ids(), 'deleteditems')
        case 'unbin':
          return move(random, idsIn('deleteditems'), 'inbox')
        case 'spam':
          return move(random, ids(), 'junkemail')
        case 'notSpam':
          return move(random, idsIn('junkemail'), 'inbox')
        case 'file': {
          const folder = pick(random, own())
          const some = pickSome(random, ids(), 4)
          const first = folder?.id ?? 'archive'
          account.move(some, first)
          // Away and back again, and on through two folders: the deltas tell it in any order.
          const further = random.chance(0.2) ? (pick(random, own())?.id ?? 'inbox') : null
          if (further !== null) account.move(some.slice(0, 1), further)
          return `filed ${some.join()} in ${first}, then the first in ${further ?? 'no other'}`
        }
        case 'star':
        case 'unstar': {
          const some = pickSome(random, ids(), 4)
          account.flag(some, change === 'star' ? 'flagged' : 'complete')
          return `${change} ${some.join()}`
        }
        case 'read':
        case 'unread': {
          const some = pickSome(random, ids(), 4)
          account.markRead(some, change === 'read')
          return `${change} ${some.join()}`
        }
        case 'createFolder': {
          const parent = random.chance(0.5) ? pick(random, own()) : null
          const folder = account.createFolder(newName())
          if (parent) account.moveFolder(folder.id, parent.id)
          return `made folder ${folder.id} ${pathOf(folder.id)}`
        }
        case 'renameFolder': {
          const folder = pick(random, own())
          if (!folder) return 'no folder to rename'
          account.renameFolder(folder.id, newName())
          return `renamed folder ${folder.id} to ${folder.displayName}`
        }
        case 'nestFolder': {
          const folder = pick(random, own())
          if (!folder) return 'no folder to move'
          const places = own().filter(({ id }) => !isInside(id, folder.id))
          const kept = ['msgfolderroot', 'inbox', 'deleteditems', 'junkemail'].map(
            (name) => account.folder(name).id,
          )
          const parent = pick(random, [...kept, ...places.map(({ id }) => id)]) ?? ''
          account.moveFolder(folder.id, parent)
          return `moved folder ${folder.id} to ${pathOf(folder.id)}`
        }
        case 'deleteFolder': {
          const folder = pick(random, own())
          if (!folder) return 'no folder to delete'
          account.deleteFolder(folder.id)
          return `deleted folder ${folder.id} ${folder.displayName}`
        }
        case 'expire':
          account.expireDelta()
          return 'delta links expired'
      }
    },
    messages() {
      const placements = outlookTruth(simulator, email)
      return new Map(
        [...account.messages()].flatMap(({ id, conversationId, receivedAt }) => {
          const placement = placements.get(id)
          // Graph tells whole seconds.
          const told = Math.floor(receivedAt / 1_000) * 1_000
          return placement ? [[id, { placement, threadId: conversationId, receivedAt: told }]] : []
        }),
      )
    },
    labels: () =>
      shown().map(({ id, wellKnown }) => ({
        id,
        name: pathOf(id),
        kind: isOutlooksOwn(wellKnown) ? 'system' : 'user',
      })),
  }
}

/** The folders that have a role here. */
function isOutlooksOwn(wellKnown: string | null): boolean {
  const own = ['inbox', 'sentitems', 'drafts', 'deleteditems', 'junkemail', 'archive']
  return own.includes(wellKnown ?? '')
}
