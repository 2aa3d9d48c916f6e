import { createCore } from '#core/create-core.ts'
import { readCoreConfig } from '#core/platform/config.ts'
import type { Core } from '#core/ports/core.ts'
import type { InputOf, OperationName, OutputOf } from '#shared/contract/index.ts'
import type { CoreEvent } from '#shared/events.ts'
import { silentLogger } from '../database/test-store.ts'

export interface CoreInProcess {
  core: Core
  events: CoreEvent[]
  /** Calls as the person at the desktop; throws the failure's body. */
  call<N extends OperationName>(name: N, input: InputOf<N>): Promise<OutputOf<N>>
  /** The error code of a call that fails, or null. */
  codeOf<N extends OperationName>(name: N, input: InputOf<N>): Promise<string | null>
}

/** The whole core on a data folder, without a host. Not started yet. */
export async function openCoreInProcess(dataDir: string): Promise<CoreInProcess> {
  const config = readCoreConfig(
    { MAILMANAGER_TOKEN_STORE: 'encrypted-file', MAILMANAGER_CHECK_OUTPUT: 'true' },
    { dataDir },
  )
  const core = await createCore({ ...config, workersFolder: '/none' }, { logger: silentLogger })
  const events: CoreEvent[] = []
  core.events.subscribe((_userId, event) => events.push(event))
  const caller = { userId: core.localUserId, sessionToken: null }
  return {
    core,
    events,
    async call<N extends OperationName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
      const result = await core.dispatch(name, input, caller)
      if (!result.ok) throw new Error(`${name}: ${result.error.code}: ${result.error.message}`)
      return result.value as OutputOf<N>
    },
    async codeOf(name, input) {
      const result = await core.dispatch(name, input, caller)
      return result.ok ? null : result.error.code
    },
  }
}
