import type { SyncStep } from '#core/ports/provider.ts'

/**
 * What looks for changes said while pages of mail were on their way. A page that was asked for
 * before a look shows messages as they were: what the look said of them wins, and the look has
 * moved on, so nothing would correct it later.
 */
export interface ToldMessages {
  /** Where things stand now, to be kept with a request that goes out. */
  mark(): number
  /** A look begins: what went out before is older than what it says. */
  begin(): void
  tell(step: Pick<SyncStep, 'upserts' | 'placements' | 'deletions'>): void
  /** Whether a look that began after the mark spoke of the message. */
  isNewer(providerMessageId: string, mark: number): boolean
  /** Nothing is on its way that is older than the mark. */
  forget(mark: number): void
}

export function createToldMessages(): ToldMessages {
  const told = new Map<string, number>()
  let looks = 0
  return {
    mark: () => looks,
    begin() {
      looks += 1
    },
    tell({ upserts, placements, deletions }) {
      for (const { providerMessageId } of upserts) told.set(providerMessageId, looks)
      for (const { providerMessageId } of placements) told.set(providerMessageId, looks)
      for (const id of deletions) told.set(id, looks)
    },
    isNewer: (id, mark) => (told.get(id) ?? 0) > mark,
    forget(mark) {
      for (const [id, look] of told) if (look <= mark) told.delete(id)
    },
  }
}
