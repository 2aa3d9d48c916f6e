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
import { composeNewMessage } from '../../features/composer/index.ts'
import { findCurrentMailboxId } from '../../state/current-mailbox.ts'
import { useConnectDialog } from '../../state/connect-dialog.ts'
import { focusSearch } from '../../features/message-list/header/search-focus.ts'
import { useSettingsDialog } from '../../state/settings-dialog.ts'
import { syncNow } from '../../features/sync-status/sync-now.ts'
import { useLayout } from '../../state/layout.ts'
import { useNavigation } from '../../state/navigation.ts'
import { defineCommand } from './define-command.ts'

/** What belongs to the app as a whole. */
export const appCommands = [
  defineCommand({
    id: 'compose',
    group: 'app',
    keys: ['c'],
    icon: PenLine,
    run: () => composeNewMessage(),
    enabled: () => findCurrentMailboxId() !== null,
  }),
  defineCommand({
    id: 'search',
    group: 'app',
    keys: ['/'],
    icon: Search,
    run: focusSearch,
    enabled: () => useNavigation.getState().view?.kind === 'box',
  }),
  defineCommand({
    id: 'sync',
    group: 'app',
    keys: ['Shift+n'],
    icon: RefreshCw,
    run: () => void syncNow(),
    enabled: () => findCurrentMailboxId() !== null,
  }),
  defineCommand({
    id: 'palette',
    group: 'app',
    keys: ['Mod+k'],
    icon: CommandIcon,
    run: () => useLayout.getState().setPaletteOpen(!useLayout.getState().paletteOpen),
    whileTyping: true,
  }),
  defineCommand({
    id: 'sidebar',
    group: 'app',
    keys: ['Mod+b'],
    icon: PanelLeft,
    run: () => useLayout.getState().toggleSidebar(),
  }),
  defineCommand({
    id: 'addAccount',
    group: 'app',
    keys: [],
    icon: Plus,
    run: () => useConnectDialog.getState().open({ mailboxId: findCurrentMailboxId() }),
  }),
  defineCommand({
    id: 'settings',
    group: 'app',
    keys: ['Mod+,'],
    icon: Settings,
    run: () => useSettingsDialog.getState().open(),
  }),
  defineCommand({
    id: 'help',
    group: 'app',
    keys: ['?'],
    icon: CircleHelp,
    run: () => useLayout.getState().setHelpOpen(true),
  }),
]
