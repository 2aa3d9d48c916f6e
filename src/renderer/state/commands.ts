import type { LucideIcon } from 'lucide-react'

export type CommandGroup = 'message' | 'list' | 'go' | 'app'

/** One thing the person can do, for keys, tooltips, help and palette alike. */
export interface Command {
  /** Its words are the message `commands.ID`. */
  id: string
  group: CommandGroup
  /** Keys as of keys.ts, the one to show first. */
  keys: readonly string[]
  icon: LucideIcon
  run: () => void
  /** False while there is nothing to do it to. Absent: always possible. */
  enabled?: () => boolean
  /** Keys also work while typing. */
  whileTyping?: boolean
}

/** The commands that features name; the app does not compile unless it defines each of them. */
export type CommandId =
  | 'next'
  | 'previous'
  | 'open'
  | 'back'
  | 'check'
  | 'checkAll'
  | 'uncheck'
  | 'reply'
  | 'replyAll'
  | 'forward'
  | 'markRead'
  | 'markUnread'
  | 'originalColours'
  | 'goInbox'
  | 'goStarred'
  | 'goSent'
  | 'goDrafts'
  | 'goAllMail'
  | 'goArchive'
  | 'goOutbox'
  | 'compose'
  | 'search'
  | 'sync'
  | 'palette'
  | 'sidebar'
  | 'addAccount'
  | 'settings'
  | 'help'

let registered: readonly Command[] = []

/** Makes the app’s commands known to the features; once, before the first picture. */
export function registerCommands(commands: readonly Command[]): void {
  registered = commands
}

/** Every registered command, in the order of the help. */
export function getCommands(): readonly Command[] {
  return registered
}

/** Runs a command if it can be run now. */
export function runCommand(id: CommandId): void {
  const command = registered.find((candidate) => candidate.id === id)
  if (command && (command.enabled?.() ?? true)) command.run()
}

/** The key to show beside a command’s name, or undefined where it has none. */
export function findShortcut(id: CommandId): string | undefined {
  return registered.find((candidate) => candidate.id === id)?.keys[0]
}
