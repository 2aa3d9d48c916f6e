import type { Download } from '#shared/contract/download.ts'
import type { Contract, OperationName, OutputOf, ParsedInputOf } from '#shared/contract/index.ts'

/** Who calls, once the dispatcher has made sure that somebody does. */
export interface CallContext {
  userId: string
  sessionToken: string | null
}

type AnswerOf<N extends OperationName> = Contract[N]['kind'] extends 'download'
  ? Download
  : OutputOf<N>

/** One function per operation of the table; the compiler refuses a missing one. */
export type Handlers = {
  [N in OperationName]: (input: ParsedInputOf<N>, context: CallContext) => Promise<AnswerOf<N>>
}

/** `Handlers` for the operations of one domain. */
export type HandlersOf<Domain extends string> = Pick<
  Handlers,
  Extract<OperationName, `${Domain}.${string}`>
>
