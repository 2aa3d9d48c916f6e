import type { Clock } from '../ports/clock.ts'
import type {
  HtmlSanitiser,
  IdentityControl,
  OutboxControl,
  SignIn,
  SyncControl,
} from '../ports/engines.ts'
import type { FileStore } from '../ports/files.ts'
import type { EventBus, IdSource, Logger, ProviderDirectory } from '../ports/services.ts'
import type { Store } from '../ports/store.ts'

/** What use cases work with; create-core.ts brings the concrete things. */
export interface ServiceDependencies {
  store: Store
  clock: Clock
  ids: IdSource
  events: EventBus
  logger: Logger
  sync: SyncControl
  identities: IdentityControl
  outbox: OutboxControl
  providers: ProviderDirectory
  signIn: SignIn
  files: FileStore
  htmlReader: HtmlSanitiser
}
