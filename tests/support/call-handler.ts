import { loadOwnedRows } from '../../src/main/core/dispatcher/load-owned-rows.ts'
import type { Handlers } from '../../src/main/core/ports/handlers.ts'
import type { Store } from '../../src/main/core/ports/store.ts'
import {
  operationOf,
  type OperationName,
  type ParsedInputOf,
} from '../../src/shared/contract/index.ts'

/** Calls one handler as this user, with the rows that the dispatcher would bring; throws as it does. */
export async function callHandler<N extends OperationName>(
  handlers: Pick<Handlers, N>,
  { store, userId }: { store: Store; userId: string },
  name: N,
  input: ParsedInputOf<N>,
): Promise<Awaited<ReturnType<Handlers[N]>>> {
  const { owner } = operationOf(name)
  const rows = owner === 'none' ? {} : await loadOwnedRows(store.read, userId, owner, { ...input })
  const handler = handlers[name] as (input: ParsedInputOf<N>, context: object) => unknown
  return (await handler(input, {
    userId,
    sessionToken: null,
    signal: new AbortController().signal,
    ...rows,
  })) as Awaited<ReturnType<Handlers[N]>>
}
