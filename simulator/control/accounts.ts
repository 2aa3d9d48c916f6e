import { receive } from '../mail/arrival.ts'
import { composeMail, type MailSpec, type Person } from '../mail/compose.ts'
import { createMailGenerator, type GeneratorOptions } from '../mail/generator.ts'
import { headerValue, parseHeaders, splitHeader } from '../mail/headers.ts'
import { createMailbox, type Mailbox, type MailSource } from '../mail/mailbox.ts'
import { mixSeed, seedOf } from '../mail/random.ts'
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

/** Mail for `deliver`: RFC 822 text, or a message to compose; what is left out is made up. */
export type Delivery = string | Buffer | (Partial<MailSpec> & { labels?: readonly string[] })

export interface Accounts {
  /** Throws where the account exists already. */
  create(options: CreateAccount): SimulatedAccount
  list(): SimulatedAccount[]
  /** The truth of an account. Throws where there is none. */
  get(email: string): SimulatedAccount
  /** Mail arrives: unread in the inbox, filed with its thread. Answers the message's id. */
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

  const compose = (mailbox: Mailbox, mail: Partial<MailSpec>): Buffer => {
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
      if (simulation.mailboxes.has(address)) throw new Error(`The account ${email} exists already`)
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
    list: () =>
      [...simulation.mailboxes.values()].map((mailbox) => accountView(simulation, mailbox)),
    get: (email) => accountView(simulation, mailboxOf(email)),
    deliver: (email, mail) => {
      const mailbox = mailboxOf(email)
      const isText = typeof mail === 'string' || Buffer.isBuffer(mail)
      const raw = isText ? Buffer.from(mail) : compose(mailbox, mail)
      const labels = isText ? undefined : mail.labels
      const row = receive(mailbox, raw, simulation.clock.now(), labels)
      simulation.changed()
      return mailbox.ids.idOf(row)
    },
    remove: (email) => {
      simulation.grants.revokeAccount(mailboxOf(email).email)
      simulation.mailboxes.delete(email.toLowerCase())
      simulation.changed()
    },
  }
}

/** The generator behind an account, or null where its messages are given one by one. */
function sourceFor(
  owner: Person,
  messages: NonNullable<CreateAccount['messages']>,
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
