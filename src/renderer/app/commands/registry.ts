import type { LucideIcon } from 'lucide-react'
import { appCommands } from './app-commands.ts'
import { goCommands } from './go-commands.ts'
import { messageCommands } from './message-commands.ts'

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

export const commands = [
  ...messageCommands,
  ...goCommands,
  ...appCommands,
] as const satisfies readonly Command[]

export type CommandId = (typeof commands)[number]['id']

const byId = new Map<string, Command>(commands.map((command) => [command.id, command]))

/** Runs a command if it can be run now. */
export function runCommand(id: CommandId): void {
  const command = byId.get(id)
  if (command && (command.enabled?.() ?? true)) command.run()
}

/** The key to show beside a command’s name, or undefined where it has none. */
export function findShortcut(id: CommandId): string | undefined {
  return byId.get(id)?.keys[0]
}
