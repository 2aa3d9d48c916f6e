import { receiveMessage } from '../google/mail-store/receive-message.ts'
import { writeMessage, type MessageSpec, type Contact } from '../mail/mime/write-message.ts'
import { createMailGenerator, type GeneratorOptions } from '../mail/generator/mail-generator.ts'
import { headerValue, parseHeaders, splitHeader } from '../mail/mime/headers.ts'
import {
  createGmailStore,
  type GmailStore,
  type MailSource,
} from '../google/mail-store/gmail-store.ts'
import { mixSeed, seedOf } from './seeded-random.ts'
import { createMicrosoftAccount, type MicrosoftAccount } from './microsoft-account.ts'
import type { OutlookStore } from '../microsoft/mail-store/outlook-store.ts'
import {
  resolveFolder,
  seedOutlookMessage as seedOutlookMessage,
  createSeededOutlookStore,
  type OutlookSeedMessage,
} from '../microsoft/mail-store/seed-outlook-store.ts'
import type { Simulation } from './simulation.ts'
import { createGoogleAccount, type GoogleAccount } from './google-account.ts'

/** A message to start a mailbox with, when it is not generated. */
export interface SeedMessage {
  raw: Buffer | string
  /** Default: INBOX and UNREAD. */
  labels?: readonly string[]
  /** Default: its Date header, else the simulator's now. */
  internalDate?: number
  /** Makes it a draft. */
  isDraft?: boolean
}

export interface CreateAccount {
  email: string
  displayName?: string
  /** A number of generated messages, generator options, or the messages themselves. */
  messages?: number | GeneratorOptions | readonly (string | Buffer | SeedMessage)[]
  /** User labels to make, by name. */
  labels?: readonly string[]
}

export interface CreateMicrosoftAccount {
  email: string
  displayName?: string
  /** Default: personal for Outlook.com's own domains, else work. */
  kind?: 'work' | 'personal'
  /** A number of generated messages, generator options, or the messages themselves. */
  messages?: number | GeneratorOptions | readonly (string | Buffer | OutlookSeedMessage)[]
  /** Folders to make, as paths such as `Projects/Clients`; generated mail is filed in them too. */
  folders?: readonly string[]
}

/** Mail for `deliver`: RFC 822 text, or a message to compose; what is left out is made up. */
export type Delivery =
  | string
  | Buffer
  | (Partial<MessageSpec> & {
      labels?: readonly string[]
      folder?: string
      /** Names of files in the cloud that are attached as links, at Microsoft. */
      links?: readonly string[]
    })

export interface Accounts {
  /** Throws where the account exists already. */
  create(options: CreateAccount): GoogleAccount
  /** An account at Microsoft. Throws where the address is taken at either provider. */
  createMicrosoft(options: CreateMicrosoftAccount): MicrosoftAccount
  /** The accounts at Google. */
  list(): GoogleAccount[]
  listMicrosoft(): MicrosoftAccount[]
  /** The truth of an account. Throws where there is none. */
  get(email: string): GoogleAccount
  /** The truth of a Microsoft account. Throws where there is none. */
  microsoft(email: string): MicrosoftAccount
  /**
   * Mail arrives: unread in the inbox, filed with its thread. Answers the message's id, at Microsoft
   * the immutable one. `labels` are for Google, `folder` is for Microsoft.
   */
  deliver(email: string, mail: Delivery): string
  /** Removes the account, its mail and its grants. */
  remove(email: string): void
}

export function createAccounts(simulation: Simulation, seed: number): Accounts {
  let delivered = 0

  const mailboxOf = (email: string): GmailStore => {
    const mailbox = simulation.gmailStores.get(email.toLowerCase())
    if (!mailbox) throw new Error(`The simulator has no account ${email}`)
    return mailbox
  }

  const outlookOf = (email: string): OutlookStore => {
    const mailbox = simulation.outlookStores.get(email.toLowerCase())
    if (!mailbox) throw new Error(`The simulator has no Microsoft account ${email}`)
    return mailbox
  }
  const refuseTaken = (email: string): void => {
    const address = email.toLowerCase()
    if (simulation.gmailStores.has(address) || simulation.outlookStores.has(address))
      throw new Error(`The account ${email} exists already`)
  }

  const compose = (mailbox: GmailStore | OutlookStore, mail: Partial<MessageSpec>): Buffer => {
    delivered += 1
    const sender: Contact = { name: 'Ana Ruiz', email: 'ana.ruiz@mail.example' }
    return writeMessage({
      from: sender,
      to: [{ name: mailbox.displayName, email: mailbox.email }],
      subject: `Message ${delivered}`,
      date: simulation.clock.now(),
      messageId: `<d${delivered}.${mixSeed(seed, mailbox.seed).toString(36)}@mail.example>`,
      text: 'Hello,\n\nthis just arrived.\n\nAna',
      ...mail,
    })
  }

  return {
    create: ({ email, displayName, messages = 0, labels = [] }) => {
      const address = email.toLowerCase()
      refuseTaken(email)
      const owner = { name: displayName ?? address, email: address }
      const mailbox = createGmailStore({
        email: address,
        displayName: owner.name,
        seed: mixSeed(seed, seedOf(address)),
        now: simulation.clock.now,
        source: createMailSource(owner, messages, simulation, mixSeed(seed, seedOf(address))),
      })
      for (const name of labels) addLabel(mailbox, name)
      if (typeof messages === 'object' && !('messages' in messages))
        for (const message of messages) seedMessage(mailbox, message, simulation.clock.now())
      simulation.gmailStores.set(address, mailbox)
      simulation.onChange()
      return createGoogleAccount(simulation, mailbox)
    },
    createMicrosoft: ({ email, displayName, kind, messages = 0, folders = [] }) => {
      refuseTaken(email)
      const address = email.toLowerCase()
      const owner = { name: displayName ?? address, email: address }
      const accountSeed = mixSeed(seed, seedOf(address))
      const isGenerated = typeof messages === 'number' || 'messages' in messages
      const isPersonal = /@(?:outlook|hotmail|live|msn)\.com$/u.test(address)
      const mailbox = createSeededOutlookStore({
        email: address,
        displayName: owner.name,
        kind: kind ?? (isPersonal ? 'personal' : 'work'),
        seed: accountSeed,
        now: simulation.clock.now,
        source: isGenerated ? createMailSource(owner, messages, simulation, accountSeed) : null,
        folders,
      })
      if (!isGenerated)
        for (const message of messages) seedOutlookMessage(mailbox, message, simulation.clock.now())
      simulation.outlookStores.set(address, mailbox)
      simulation.onChange()
      return createMicrosoftAccount(simulation, mailbox)
    },
    list: () =>
      [...simulation.gmailStores.values()].map((mailbox) =>
        createGoogleAccount(simulation, mailbox),
      ),
    get: (email) => createGoogleAccount(simulation, mailboxOf(email)),
    listMicrosoft: () =>
      [...simulation.outlookStores.values()].map((mailbox) =>
        createMicrosoftAccount(simulation, mailbox),
      ),
    microsoft: (email) => createMicrosoftAccount(simulation, outlookOf(email)),
    deliver: (email, mail) => {
      const isText = typeof mail === 'string' || Buffer.isBuffer(mail)
      const outlook = simulation.outlookStores.get(email.toLowerCase())
      if (outlook) {
        const { row } = outlook.insert({
          folderId: resolveFolder(outlook, (isText ? undefined : mail.folder) ?? 'inbox', false).id,
          receivedAt: simulation.clock.now(),
          content: { kind: 'stored', raw: isText ? Buffer.from(mail) : compose(outlook, mail) },
          ...(isText || mail.links === undefined ? {} : { links: mail.links }),
        })
        simulation.onChange()
        return outlook.ids.idOf('immutable', row, 0)
      }
      const mailbox = mailboxOf(email)
      const raw = isText ? Buffer.from(mail) : compose(mailbox, mail)
      const labels = isText ? undefined : mail.labels
      const row = receiveMessage(mailbox, raw, simulation.clock.now(), labels)
      simulation.onChange()
      return mailbox.ids.idOf(row)
    },
    remove: (email) => {
      if (simulation.outlookStores.delete(email.toLowerCase())) {
        simulation.microsoftGrants.revokeAccount(email.toLowerCase())
        return
      }
      simulation.googleGrants.revokeAccount(mailboxOf(email).email)
      simulation.gmailStores.delete(email.toLowerCase())
      simulation.onChange()
    },
  }
}

/** The generator behind an account, or null where its messages are given one by one. */
function createMailSource(
  owner: Contact,
  messages: number | GeneratorOptions | readonly unknown[],
  simulation: Simulation,
  seed: number,
): MailSource | null {
  if (typeof messages === 'object' && !('messages' in messages)) return null
  const options = typeof messages === 'number' ? { messages } : messages
  if (options.messages === 0) return null
  return createMailGenerator(owner, { until: simulation.clock.now(), seed, ...options })
}

function addLabel(mailbox: GmailStore, name: string): void {
  const id = `Label_${[...mailbox.labels.values()].filter(({ type }) => type === 'user').length + 1}`
  mailbox.labels.set(id, {
    id,
    name,
    type: 'user',
    messageListVisibility: 'show',
    labelListVisibility: 'labelShow',
    color: null,
  })
}

/** Labels of seed messages may be named by id or by a user label's name. */
function seedMessage(
  mailbox: GmailStore,
  message: string | Buffer | SeedMessage,
  now: number,
): void {
  const seed: SeedMessage =
    typeof message === 'string' || Buffer.isBuffer(message) ? { raw: message } : message
  const raw = Buffer.from(seed.raw)
  const stated = Date.parse(headerValue(parseHeaders(splitHeader(raw).header), 'date') ?? '')
  const isDraft = seed.isDraft === true
  const named = seed.labels ?? (isDraft ? ['DRAFT'] : ['INBOX', 'UNREAD'])
  const labels = named.map(
    (name) => [...mailbox.labels.values()].find((label) => label.name === name)?.id ?? name,
  )
  const at = seed.internalDate ?? (Number.isFinite(stated) ? stated : now)
  const row = receiveMessage(mailbox, raw, at, labels)
  if (isDraft) mailbox.drafts.set(`r${mixSeed(mailbox.seed, row)}${row}`, row)
}
