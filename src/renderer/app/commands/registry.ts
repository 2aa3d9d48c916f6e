import type { Command, CommandId } from '../../state/commands.ts'
import { appCommands } from './app-commands.ts'
import { goCommands } from './go-commands.ts'
import { messageCommands } from './message-commands.ts'

/** Every command of the app, in the order of the help. */
export const commands = [
  ...messageCommands,
  ...goCommands,
  ...appCommands,
] as const satisfies readonly Command[]

type Defined = (typeof commands)[number]['id']
type Holds<T extends true> = T

/** Does not compile where an id that features may name has no command. */
export type EveryCommandIsDefined = Holds<
  [Exclude<CommandId, Defined>] extends [never] ? true : false
>
