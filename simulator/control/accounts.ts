import { receive } from '../mail/arrival.ts'
import { composeMail, type MailSpec, type Person } from '../mail/compose.ts'
import { createMailGenerator, type GeneratorOptions } from '../mail/generator.ts'
import { headerValue, parseHeaders, splitHeader } from '../mail/headers.ts'
import { createMailbox, type Mailbox, type MailSource } from '../mail/mailbox.ts'
import { mixSeed, seedOf } from '../mail/random.ts'
import { microsoftAccountView, type MicrosoftAccount } from '../microsoft/mailbox/account-view.ts'
import type { OutlookMailbox } from '../microsoft/mailbox/mailbox.ts'
import {
  folderAt,
  seedMessage as seedOutlookMessage,
  seedOutlookMailbox,
  type OutlookSeedMessage,
} from '../microsoft/mailbox/seeding.ts'
import type { Simulation } from './simulation.ts'
import { accountView, type SimulatedAccount } from './account-view.ts'

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
  | (Partial<MailSpec> & {
      labels?: readonly string[]
      folder?: string
      /** Names of files in the cloud that are attached as links, at Microsoft. */
      links?: readonly string[]
    })

export interface Accounts {
  /** Throws where the account exists already. */
  create(options: CreateAccount): SimulatedAccount
  /** An account at Microsoft. Throws where the address is taken at either provider. */
  createMicrosoft(options: CreateMicrosoftAccount): MicrosoftAccount
  /** The accounts at Google. */
  list(): SimulatedAccount[]
  listMicrosoft(): MicrosoftAccount[]
  /** The truth of an account. Throws where there is none. */
  get(email: string): SimulatedAccount
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

  const mailboxOf = (email: string): Mailbox => {
    const mailbox = simulation.mailboxes.get(email.toLowerCase())
    if (!mailbox) throw new Error(`The simulator has no account ${email}`)
    return mailbox
  }

  const outlookOf = (email: string): OutlookMailbox => {
    const mailbox = simulation.outlook.get(email.toLowerCase())
    if (!mailbox) throw new Error(`The simulator has no Microsoft account ${email}`)
    return mailbox
  }
  const refuseTaken = (email: string): void => {
    const address = email.toLowerCase()
    if (simulation.mailboxes.has(address) || simulation.outlook.has(address))
      throw new Error(`The account ${email} exists already`)
  }

  const compose = (mailbox: Mailbox | OutlookMailbox, mail: Partial<MailSpec>): Buffer => {
    delivered += 1
    const sender: Person = { name: 'Ana Ruiz', email: 'ana.ruiz@mail.example' }
    return composeMail({
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
      const mailbox = createMailbox({
        email: address,
        displayName: owner.name,
        seed: mixSeed(seed, seedOf(address)),
        now: simulation.clock.now,
        source: sourceFor(owner, messages, simulation, mixSeed(seed, seedOf(address))),
      })
      for (const name of labels) addLabel(mailbox, name)
      if (typeof messages === 'object' && !('messages' in messages))
        for (const message of messages) seedMessage(mailbox, message, simulation.clock.now())
      simulation.mailboxes.set(address, mailbox)
      simulation.changed()
      return accountView(simulation, mailbox)
    },
    createMicrosoft: ({ email, displayName, kind, messages = 0, folders = [] }) => {
      refuseTaken(email)
      const address = email.toLowerCase()
      const owner = { name: displayName ?? address, email: address }
      const accountSeed = mixSeed(seed, seedOf(address))
      const isGenerated = typeof messages === 'number' || 'messages' in messages
      const isPersonal = /@(?:outlook|hotmail|live|msn)\.com$/u.test(address)
      const mailbox = seedOutlookMailbox({
        email: address,
        displayName: owner.name,
        kind: kind ?? (isPersonal ? 'personal' : 'work'),
        seed: accountSeed,
        now: simulation.clock.now,
        source: isGenerated ? sourceFor(owner, messages, simulation, accountSeed) : null,
        folders,
      })
      if (!isGenerated)
        for (const message of messages) seedOutlookMessage(mailbox, message, simulation.clock.now())
      simulation.outlook.set(address, mailbox)
      simulation.changed()
      return microsoftAccountView(simulation, mailbox)
    },
    list: () =>
      [...simulation.mailboxes.values()].map((mailbox) => accountView(simulation, mailbox)),
    get: (email) => accountView(simulation, mailboxOf(email)),
    listMicrosoft: () =>
      [...simulation.outlook.values()].map((mailbox) => microsoftAccountView(simulation, mailbox)),
    microsoft: (email) => microsoftAccountView(simulation, outlookOf(email)),
    deliver: (email, mail) => {
      const isText = typeof mail === 'string' || Buffer.isBuffer(mail)
      const outlook = simulation.outlook.get(email.toLowerCase())
      if (outlook) {
        const { row } = outlook.insert({
          folderId: folderAt(outlook, (isText ? undefined : mail.folder) ?? 'inbox', false).id,
          receivedAt: simulation.clock.now(),
          content: { kind: 'stored', raw: isText ? Buffer.from(mail) : compose(outlook, mail) },
          ...(isText || mail.links === undefined ? {} : { links: mail.links }),
        })
        simulation.changed()
        return outlook.ids.idOf('immutable', row, 0)
      }
      const mailbox = mailboxOf(email)
      const raw = isText ? Buffer.from(mail) : compose(mailbox, mail)
      const labels = isText ? undefined : mail.labels
      const row = receive(mailbox, raw, simulation.clock.now(), labels)
      simulation.changed()
      return mailbox.ids.idOf(row)
    },
    remove: (email) => {
      if (simulation.outlook.delete(email.toLowerCase())) {
        simulation.microsoftGrants.revokeAccount(email.toLowerCase())
        return
      }
      simulation.grants.revokeAccount(mailboxOf(email).email)
      simulation.mailboxes.delete(email.toLowerCase())
      simulation.changed()
    },
  }
}

/** The generator behind an account, or null where its messages are given one by one. */
function sourceFor(
  owner: Person,
  messages: number | GeneratorOptions | readonly unknown[],
  simulation: Simulation,
  seed: number,
): MailSource | null {
  if (typeof messages === 'object' && !('messages' in messages)) return null
  const options = typeof messages === 'number' ? { messages } : messages
  if (options.messages === 0) return null
  return createMailGenerator(owner, { until: simulation.clock.now(), seed, ...options })
}

function addLabel(mailbox: Mailbox, name: string): void {
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
function seedMessage(mailbox: Mailbox, message: string | Buffer | SeedMessage, now: number): void {
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
  const row = receive(mailbox, raw, at, labels)
  if (isDraft) mailbox.drafts.set(`r${mixSeed(mailbox.seed, row)}${row}`, row)
}
