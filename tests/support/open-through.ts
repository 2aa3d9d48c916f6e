import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHtmlSanitiser } from '#core/mime/html/html-sanitiser.ts'
import { createFileStore } from '#core/platform/file-store.ts'
import { systemClock } from '#core/platform/system-clock.ts'
import { ProviderError, type MailProvider, type MessageRef } from '#core/ports/provider.ts'
import { createGmailProvider } from '#core/providers/gmail/index.ts'
import { createOutlookProviders } from '#core/providers/outlook/index.ts'
import type { ServiceDependencies } from '#core/services/dependencies.ts'
import { listHandlers } from '#core/services/emails/list.ts'
import { contentHandlers } from '#core/services/emails/open-message.ts'
import type { OutputOf } from '#shared/contract/index.ts'
import type { Download } from '#shared/contract/download.ts'
import type { EmailContent } from '#shared/contract/emails.ts'
import type { InnerMessage } from '#shared/contract/opened-message.ts'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { microsoftTokens } from '../providers/outlook/outlook-world.ts'
import { seedAccount } from '../database/fixtures.ts'
import { callHandler } from './call-handler.ts'
import { openTestStore, silentLogger, type Dialect } from './database/test-store.ts'
import { googleEndpointsOf } from './sync/insert-account.ts'
import { createSimulatedTokenSource } from './sync/simulated-token-source.ts'

const EMAIL = 'ana@example.com'

export const PROVIDERS = ['gmail', 'outlook'] as const

/** A message that was received at a provider and is stored here, to be opened. */
export interface OpenedMessage {
  content(): Promise<EmailContent>
  inside(attachmentId: string, images?: 'block' | 'show'): Promise<InnerMessage>
  save(attachmentId: string): Promise<Download>
  invitations(attachmentId?: string): Promise<OutputOf<'emails.invitations'>>
  /** Whether searching all mail for this finds it. */
  isFoundBy(search: string): Promise<boolean>
  /** How lists show it. */
  snippet(): Promise<string>
  /** From now on the provider cannot be reached. */
  goOffline(): void
  dispose(): Promise<void>
}

/** A message's source, as it arrives through one of the simulated providers and its adapter. */
export async function openThrough(
  name: (typeof PROVIDERS)[number],
  raw: Buffer,
  dialect: Dialect = 'sqlite',
): Promise<OpenedMessage> {
  const simulator = await startSimulator()
  const opened = await openTestStore(dialect)
  const folder = mkdtempSync(join(tmpdir(), 'mailmanager-opened-'))
  const htmlReader = createHtmlSanitiser()
  const { store } = opened
  const { userId, mailboxId, account } = await seedAccount(store, { provider: name })
  const { provider, ref } = connect(simulator, name, raw)
  const [id = 0] = await store.transaction(async (tx) =>
    tx.messages.upsert(account.id, [await provider.fetchMessage(ref)], { bodiesSince: null }),
  )
  let isOffline = false
  const handlers = contentHandlers({
    store,
    clock: systemClock,
    logger: silentLogger,
    files: createFileStore(folder, systemClock),
    htmlReader,
    providers: {
      open: async () => {
        if (isOffline) throw new ProviderError('offline', 'There is no network.')
        return provider
      },
      close: () => undefined,
    },
  } as Partial<ServiceDependencies> as ServiceDependencies)
  const message = { mailboxId, providerMessageId: String(id) }
  const as = { store, userId }
  return {
    content: () => callHandler(handlers, as, 'emails.content', { ...message, images: 'block' }),
    inside: (attachmentId, images = 'block') =>
      callHandler(handlers, as, 'emails.innerMessage', { ...message, attachmentId, images }),
    save: (attachmentId) =>
      callHandler(handlers, as, 'emails.attachment', { ...message, attachmentId }),
    invitations: (attachmentId) =>
      callHandler(handlers, as, 'emails.invitations', { ...message, attachmentId }),
    async isFoundBy(search) {
      const { items, total } = await callHandler(listHandlers({ store, clock: systemClock }), as, 'emails.list', {
        mailboxId,
        box: 'ALL_MAIL',
        q: search,
        limit: 10,
        offset: 0,
        count: 'exact',
      })
      if (items.length !== total) throw new Error('the page and the count differ')
      return total === 1
    },
    snippet: async () => (await store.read.messages.get(id))?.snippet ?? '',
    goOffline: () => {
      isOffline = true
    },
    async dispose() {
      await htmlReader.close()
      await opened.dispose()
      await simulator.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function connect(
  simulator: Simulator,
  name: (typeof PROVIDERS)[number],
  raw: Buffer,
): { provider: MailProvider; ref: MessageRef } {
  const shared = { clock: systemClock, logger: silentLogger }
  if (name === 'gmail') {
    const truth = simulator.accounts.create({ email: EMAIL, messages: [{ raw }] })
    const [message] = [...truth.messages()]
    const provider = createGmailProvider({
      ...shared,
      tokens: createSimulatedTokenSource(simulator, EMAIL),
      endpoints: googleEndpointsOf(simulator),
      quotaProfile: 'legacy',
    })
    return { provider, ref: refOf(message?.id, message?.threadId) }
  }
  const truth = simulator.accounts.createMicrosoft({ email: EMAIL, messages: [{ raw }] })
  const [message] = [...truth.messages()]
  const provider = createOutlookProviders(shared).open('account', {
    tokens: microsoftTokens(simulator, EMAIL),
    endpoints: { graphUrl: simulator.graphUrl, loginUrl: simulator.microsoftOauthUrl },
  })
  return { provider, ref: refOf(message?.id, message?.conversationId) }
}

function refOf(id = '', threadId = ''): MessageRef {
  return { providerMessageId: id, providerThreadId: threadId }
}
