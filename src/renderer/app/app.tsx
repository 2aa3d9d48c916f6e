import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConnection } from '../client/connection.ts'
import { useOperation } from '../client/queries.ts'
import { errorText } from '../i18n/error-text.ts'
import { resolveLanguage, setLanguage } from '../i18n/i18n.ts'
import { getFreeWidth } from '../features/composer/window/dock-layout.ts'
import { useComposer } from '../features/composer/composer-store.ts'
import { usePageWidth } from '../ui/use-page-width.ts'
import { ConnectAccountDialog } from '../features/connect/connect-account-dialog.tsx'
import { SessionTokenScreen } from '../features/session-token/session-token-screen.tsx'
import { RecoveryScreen } from '../features/recovery/recovery-screen.tsx'
import { KeyboardShortcutsDialog } from '../features/keyboard-shortcuts/keyboard-shortcuts-dialog.tsx'
import { CommandPalette } from '../features/command-palette/command-palette.tsx'
import { useSettingsDialog } from '../state/settings-dialog.ts'
import { useDemo } from '../features/welcome/demo-store.ts'
import { WelcomeScreen } from '../features/welcome/welcome-screen.tsx'
import { Toaster } from '../ui/toaster.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { useMailboxes } from '../state/accounts.ts'
import { useKeyboard } from './commands/use-keyboard.ts'
import { useSettings } from '../state/settings.ts'
import { ErrorBoundary } from './shell/error-boundary.tsx'
import { Shell } from './shell/shell.tsx'
import { ShellSkeleton } from './shell/shell-skeleton.tsx'
import { StartError } from './shell/start-error.tsx'
import { useTheme } from './theme.ts'
import { loadUntilThere } from './load-until-there.ts'
import { useCoreEvents } from './use-core-events.ts'
import { usePresence } from './presence/use-presence.ts'
import { useShellCommands } from './use-shell-commands.ts'

const loadSettings = () => import('../features/settings/settings-dialog.tsx')
const SettingsDialog = lazy(async () => ({
  default: (await loadUntilThere(loadSettings)).SettingsDialog,
}))

// The editor is a third of the program, and nothing of the first picture needs it. The settings
// follow at once: when they are opened, the host may be out of reach.
const ComposerDock = lazy(async () => {
  const { ComposerDock: part } = await loadUntilThere(
    () => import('../features/composer/window/composer-dock.tsx'),
  )
  // Opening the settings tries again.
  loadSettings().catch(() => undefined)
  return { default: part }
})

/** The whole window. */
export function App() {
  const settings = useSettings()
  useTheme(settings.theme)
  useEffect(() => {
    void setLanguage(resolveLanguage(settings.language, navigator.languages))
  }, [settings.language])
  useCoreEvents()
  usePresence()
  useKeyboard()
  useShellCommands()
  return (
    <TooltipProvider>
      <ErrorBoundary>
        <Screen />
      </ErrorBoundary>
      <Suspense>
        <ComposerDock />
      </Suspense>
      <Suspense>
        <Settings />
      </Suspense>
      <ConnectAccountDialog />
      <CommandPalette />
      <KeyboardShortcutsDialog />
      <Toasts />
    </TooltipProvider>
  )
}

/** Drawn from the first time that it is opened. */
function Settings() {
  const wanted = useSettingsDialog((state) => state.isOpen)
  const [opened, setOpened] = useState(wanted)
  if (wanted && !opened) setOpened(true)
  return opened ? <SettingsDialog /> : null
}

function Toasts() {
  const { composers, activeKey } = useComposer()
  const width = usePageWidth()
  const visible = composers.filter(({ sending }) => !sending)
  return <Toaster room={getFreeWidth(visible, activeKey, width)} />
}

function Screen() {
  const { t } = useTranslation()
  const entered = useConnection((state) => state.hasSession)
  const demoComes = useDemo(
    ({ isStarting, demoMailbox: landing }) => isStarting || landing !== null,
  )
  const list = useOperation('mailboxes.list', {})
  const mailboxes = useMailboxes()
  const database = useOperation('status.get', {}).data?.database
  if (!entered) return <SessionTokenScreen />
  if (database?.state === 'damaged') {
    return <RecoveryScreen damagedParts={database.damagedParts} />
  }
  if (list.isError && mailboxes === undefined) {
    return <StartError message={errorText(t, list.error)} onRetry={() => void list.refetch()} />
  }
  if (mailboxes === undefined) return <ShellSkeleton />
  if (mailboxes.length === 0 || demoComes) return <WelcomeScreen />
  return <Shell mailboxes={mailboxes} />
}
