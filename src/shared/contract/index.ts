import type { z } from 'zod'
import { accountOperations } from './accounts.ts'
import { authOperations } from './auth.ts'
import { changeOperations } from './changes.ts'
import { draftOperations } from './drafts.ts'
import { emailOperations } from './emails.ts'
import { healthOperations } from './health.ts'
import { labelOperations } from './labels.ts'
import { mailboxOperations } from './mailboxes.ts'
import type { Operation } from './operation.ts'
import { outboxOperations } from './outbox.ts'
import { recoveryOperations } from './recovery.ts'
import { settingsOperations } from './settings.ts'
import { systemOperations } from './system.ts'

/** Every operation of the program. IPC, HTTP, the client and OpenAPI all derive from this table. */
export const contract = {
  ...healthOperations,
  ...authOperations,
  ...mailboxOperations,
  ...accountOperations,
  ...emailOperations,
  ...labelOperations,
  ...changeOperations,
  ...draftOperations,
  ...outboxOperations,
  ...settingsOperations,
  ...systemOperations,
  ...recoveryOperations,
} satisfies Record<string, Operation>

export type Contract = typeof contract
export type OperationName = keyof Contract
/** What a caller writes. */
export type InputOf<N extends OperationName> = z.input<Contract[N]['input']>
/** What a handler receives: parsed, with defaults filled in. */
export type ParsedInputOf<N extends OperationName> = z.output<Contract[N]['input']>
export type OutputOf<N extends OperationName> = z.output<Contract[N]['output']>

/** True for a name in the table; false for anything a hostile caller may send. */
export function isOperationName(name: unknown): name is OperationName {
  return typeof name === 'string' && Object.hasOwn(contract, name)
}

/** The operation’s row, with its literal types widened for code that treats all alike. */
export function operationOf(name: OperationName): Operation {
  return contract[name]
}

export const operationNames: readonly OperationName[] =
  Object.keys(contract).filter(isOperationName)
