import type { OutgoingDraft } from '#core/ports/outgoing.ts'
import { ProviderError, type MailProvider } from '#core/ports/provider.ts'

/** A provider that records what it is given to send, in memory. */
export interface RecordingProvider {
  provider: MailProvider
  /** MIME of each draft that was created, also where the answer was then lost. */
  created: Buffer[]
  /** MIME of each message that left. */
  sent: Buffer[]
  /** Failures of the next calls, by method; each is used once. */
  fails: { createDraft: ProviderError | null; sendDraft: ProviderError | null }
}

export function createRecordingProvider(): RecordingProvider {
  const created: Buffer[] = []
  const sent: Buffer[] = []
  const fails: RecordingProvider['fails'] = { createDraft: null, sendDraft: null }
  const drafts = new Map<string, Buffer>()
  const copies = new Map<string, string>()
  const copyOf = (draftId: string) => ({
    providerMessageId: `sent of ${draftId}`,
    providerThreadId: 't',
  })
  function failOnce(method: keyof RecordingProvider['fails']): void {
    const error = fails[method]
    fails[method] = null
    if (error !== null) throw error
  }
  const provider: Partial<MailProvider> = {
    fetchProfile: async () => ({ emailAddress: '', messagesTotal: 0, cursor: '1' }),
    async createDraft({ mime }: OutgoingDraft) {
      const bytes = Buffer.from(mime)
      created.push(bytes)
      failOnce('createDraft')
      const draftId = `draft-${created.length}`
      drafts.set(draftId, bytes)
      return Promise.resolve({ draftId })
    },
    async sendDraft(draftId) {
      const bytes = drafts.get(draftId)
      if (bytes === undefined) throw new ProviderError('not_found', 'No such draft.')
      failOnce('sendDraft')
      drafts.delete(draftId)
      sent.push(bytes)
      copies.set(draftId, draftId)
      return Promise.resolve(copyOf(draftId))
    },
    draftExists: async (draftId) => Promise.resolve(drafts.has(draftId)),
    async deleteDraft(draftId) {
      drafts.delete(draftId)
      return Promise.resolve()
    },
    findSent: async (_appSendId, _cursor, draftId = '') =>
      Promise.resolve(copies.has(draftId) ? copyOf(draftId) : null),
  }
  return { provider: provider as MailProvider, created, sent, fails }
}
