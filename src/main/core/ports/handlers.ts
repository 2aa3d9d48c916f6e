import type { Download } from '#shared/contract/download.ts'
import type { Contract, OperationName, OutputOf, ParsedInputOf } from '#shared/contract/index.ts'

/** The caller of an operation that needs a signed-in user. */
export interface CallContext {
  userId: string
  sessionToken: string | null
}

type ResultOf<N extends OperationName> = Contract[N]['kind'] extends 'download'
  ? Download
  : OutputOf<N>

/** One function per operation of the contract; a missing one does not compile. */
export type Handlers = {
  [N in OperationName]: (input: ParsedInputOf<N>, context: CallContext) => Promise<ResultOf<N>>
}

/** `Handlers` for the operations of one domain. */
export type HandlersOf<Domain extends string> = Pick<
  Handlers,
  Extract<OperationName, `${Domain}.${string}`>
>
