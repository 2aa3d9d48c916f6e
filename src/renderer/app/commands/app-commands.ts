import {
  CircleHelp,
  Command as CommandIcon,
  PanelLeft,
  PenLine,
  Plus,
  RefreshCw,
  Search,
  Settings,
} from 'lucide-react'
import { useComposer } from '../../features/composer/store.ts'
import { useConnectDialog } from '../../features/connect/store.ts'
import { focusSearch } from '../../features/message-list/search-focus.ts'
import { useSettingsDialog } from '../../features/settings/store.ts'
import { syncNow } from '../../features/sync-status/sync-now.ts'
import { useLayout } from '../layout-store.ts'
import { useNavigation } from '../navigation.ts'
import { command } from './define.ts'
import { currentMailboxId } from './go-commands.ts'

/** Opens an empty message in the mailbox and account in view. */
export function compose(mailto?: string): void {
  const mailboxId = currentMailboxId()
  if (mailboxId === null) return
  const { view } = useNavigation.getState()
  const accountId = view !== null && view.kind !== 'outbox' ? view.accountId : null
  useComposer.getState().open({
    mode: 'new',
    mailboxId,
    ...(accountId === null ? {} : { accountId }),
    ...(mailto === undefined ? {} : { mailto }),
  })
}

/** What belongs to the app as a whole. */
export const appCommands = [
  command({
    id: 'compose',
    group: 'app',
    keys: ['c'],
    icon: PenLine,
    run: () => compose(),
    enabled: () => currentMailboxId() !== null,
  }),
  command({
    id: 'search',
    group: 'app',
    keys: ['/'],
    icon: Search,
    run: focusSearch,
    enabled: () => useNavigation.getState().view?.kind === 'box',
  }),
  command({
    id: 'sync',
    group: 'app',
    keys: ['Shift+n'],
    icon: RefreshCw,
    run: () => void syncNow(),
    enabled: () => currentMailboxId() !== null,
  }),
  command({
    id: 'palette',
    group: 'app',
    keys: ['Mod+k'],
    icon: CommandIcon,
    run: () => useLayout.getState().setPaletteOpen(!useLayout.getState().paletteOpen),
    whileTyping: true,
  }),
  command({
    id: 'sidebar',
    group: 'app',
    keys: ['Mod+b'],
    icon: PanelLeft,
    run: () => useLayout.getState().toggleSidebar(),
  }),
  command({
    id: 'addAccount',
    group: 'app',
    keys: [],
    icon: Plus,
    run: () => useConnectDialog.getState().open({ mailboxId: currentMailboxId() }),
  }),
  command({
    id: 'settings',
    group: 'app',
    keys: ['Mod+,'],
    icon: Settings,
    run: () => useSettingsDialog.getState().open(),
  }),
  command({
    id: 'help',
    group: 'app',
    keys: ['?'],
    icon: CircleHelp,
    run: () => useLayout.getState().setHelpOpen(true),
  }),
]
