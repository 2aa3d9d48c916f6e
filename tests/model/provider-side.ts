import type { Placement } from '#core/ports/messages.ts'
import type { ProviderLabel } from '#core/ports/provider.ts'
import type { Random } from '../../simulator/control/seeded-random.ts'

/** What the model says of a label or folder. */
export type ModelLabel = Pick<ProviderLabel, 'id' | 'name' | 'kind'>

/** What somebody does to a mailbox at its provider, with another client. */
export const PROVIDER_CHANGES = [
  'arrive',
  'arriveAsSpam',
  'sendElsewhere',
  'delete',
  'bin',
  'unbin',
  'spam',
  'notSpam',
  'file',
  'star',
  'unstar',
  'read',
  'unread',
  'createFolder',
  'renameFolder',
  'nestFolder',
  'deleteFolder',
  'expire',
] as const
export type ProviderChange = (typeof PROVIDER_CHANGES)[number]

/** How often each is chosen, relative to the others. */
export const WEIGHTS: Readonly<Record<ProviderChange, number>> = {
  arrive: 14,
  arriveAsSpam: 2,
  sendElsewhere: 3,
  delete: 8,
  bin: 6,
  unbin: 4,
  spam: 4,
  notSpam: 3,
  file: 14,
  star: 6,
  unstar: 4,
  read: 7,
  unread: 7,
  createFolder: 3,
  renameFolder: 3,
  nestFolder: 2,
  deleteFolder: 2,
  expire: 1,
}

/** One message as the provider really has it. */
export interface ProviderMessageState {
  placement: Placement
  threadId: string
  /** Epoch milliseconds, as exact as the provider tells it. */
  receivedAt: number
}

/** One account, seen from its provider: the truth, and ways to change it behind our back. */
export interface ProviderSide {
  readonly email: string
  /** Does it to something chosen by `random`, and says what in words. */
  change(change: ProviderChange, random: Random): string
  /** Every message, by id. */
  messages(): Map<string, ProviderMessageState>
  /** Every label or folder with the name it should have here. */
  labels(): ModelLabel[]
}

/** One of the list, or null where it is empty. */
export function pick<T>(random: Random, list: readonly T[]): T | null {
  return list[random.below(list.length)] ?? null
}

/** Up to `most` of the list, at least one where it has one. */
export function pickSome<T>(random: Random, list: readonly T[], most: number): T[] {
  const left = [...list]
  const count = Math.min(left.length, 1 + random.below(most))
  return Array.from({ length: count }, () => left.splice(random.below(left.length), 1)).flat()
}
