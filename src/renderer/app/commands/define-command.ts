import type { Command, CommandId } from '../../state/commands.ts'

/** Keeps a command’s id as a literal type. */
export const defineCommand = <const T extends Command & { id: CommandId }>(spec: T): T => spec
