import type { Download } from '#shared/contract/download.ts'
import type { Contract, OperationName, OutputOf, ParsedInputOf } from '#shared/contract/index.ts'
import type { OwnedKind } from '#shared/contract/owner.ts'
import type { AccountRow, MailboxRow } from './accounts.ts'
import type { Upload } from './core.ts'
import type { MessageRow } from './messages.ts'
import type { PendingChangeRow } from './pending-changes.ts'
import type { DraftRow, OutboxRow } from './store.ts'

/** The caller of an operation that needs a signed-in user. */
export interface CallContext {
  userId: string
  sessionToken: string | null
  /**
   * Aborts once nobody waits for the answer: the next key was pressed, the client has gone, the
   * sender of an upload broke off. A handler that does long work stops by throwing; one that ignores
   * it runs to its end, and its answer is dropped. It never aborts for a command.
   */
  signal: AbortSignal
}

/**
 * The rows that a call's input names, all of the caller. They were read before the handler began;
 * a handler that must not lose a race reads them again in its transaction.
 */
export interface OwnedRows {
  mailbox: MailboxRow
  account: AccountRow
  accounts: AccountRow[]
  /** The message, with the account that holds it in `messageAccount`. */
  message: MessageRow
  draft: DraftRow
  outboxItem: OutboxRow
  pendingChange: PendingChangeRow
}

/** The rows the dispatcher loads for an operation, as its `owner` in the contract says. */
type LoadedFor<N extends OperationName> = {
  [K in OwnedKind & keyof Contract[N]['owner']]: RowOf<N, K>
} & (Contract[N]['owner'] extends { message: string } ? { messageAccount: AccountRow } : unknown)

/** Null is possible where the field that names the row may be absent. */
type RowOf<
  N extends OperationName,
  K extends OwnedKind & keyof Contract[N]['owner'],
> = K extends 'accounts'
  ? OwnedRows['accounts']
  : null extends FieldOf<N, Contract[N]['owner'][K]>
    ? OwnedRows[K] | null
    : undefined extends FieldOf<N, Contract[N]['owner'][K]>
      ? OwnedRows[K] | null
      : OwnedRows[K]

type FieldOf<N extends OperationName, Field> = Field extends keyof ParsedInputOf<N>
  ? ParsedInputOf<N>[Field]
  : never

/** What a handler knows besides its input: who calls, and the rows that the input names. */
export type ContextOf<N extends OperationName> = CallContext &
  LoadedFor<N> &
  (Contract[N]['kind'] extends 'upload' ? { upload: Upload } : unknown)

type ResultOf<N extends OperationName> = Contract[N]['kind'] extends 'download'
  ? Download
  : OutputOf<N>

/** One function per operation of the contract; a missing one does not compile. */
export type Handlers = {
  [N in OperationName]: (input: ParsedInputOf<N>, context: ContextOf<N>) => Promise<ResultOf<N>>
}

/** `Handlers` for the operations of one domain. */
export type HandlersOf<Domain extends string> = Pick<
  Handlers,
  Extract<OperationName, `${Domain}.${string}`>
>
