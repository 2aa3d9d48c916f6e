import type { SyncStep } from '../ports/provider.ts'

/**
 * Marks the provider was told of while a round was reading. What the round then stores of those
 * messages may be older than the mark, or newer; only the provider can say.
 */
export interface ChangeConflicts {
  /** A round begins: what was told before is in what it reads. */
  begin(): void
  told(providerMessageIds: readonly string[]): void
  /** The round has stored what it read of these messages. */
  stored(step: Pick<SyncStep, 'upserts' | 'placements'>): void
  doubted(): string[]
  settled(providerMessageIds: readonly string[]): void
}

export function createChangeConflicts(): ChangeConflicts {
  const told = new Set<string>()
  const doubted = new Set<string>()
  return {
    begin: () => told.clear(),
    told(ids) {
      for (const id of ids) told.add(id)
    },
    stored({ upserts, placements }) {
      for (const { providerMessageId: id } of [...upserts, ...placements]) {
        if (told.has(id)) doubted.add(id)
      }
    },
    doubted: () => [...doubted],
    settled(ids) {
      for (const id of ids) doubted.delete(id)
    },
  }
}
