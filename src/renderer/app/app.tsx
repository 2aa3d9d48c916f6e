import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConnection } from '../client/connection.ts'
import { useOperation } from '../client/queries.ts'
import { errorText } from '../i18n/error-text.ts'
import { resolveLanguage, setLanguage } from '../i18n/i18n.ts'
import { roomBeside } from '../features/composer/model/dock.ts'
import { useComposer } from '../features/composer/store.ts'
import { usePageWidth } from '../features/composer/use-page-width.ts'
import { ConnectAccountDialog } from '../features/connect/connect-dialog.tsx'
import { EnterScreen } from '../features/enter/enter-screen.tsx'
import { HelpDialog } from '../features/help/help-dialog.tsx'
import { CommandPalette } from '../features/palette/command-palette.tsx'
import { useSettingsDialog } from '../features/settings/store.ts'
import { useDemo } from '../features/welcome/demo-store.ts'
import { Welcome } from '../features/welcome/welcome.tsx'
import { Toaster } from '../ui/toaster.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { useMailboxes } from './accounts.ts'
import { useKeyboard } from './commands/use-keyboard.ts'
import { useSettings } from './settings.ts'
import { FailureBoundary } from './shell/failure-boundary.tsx'
import { Shell } from './shell/shell.tsx'
import { ShellSkeleton } from './shell/shell-skeleton.tsx'
import { StartError } from './shell/start-error.tsx'
import { useTheme } from './theme.ts'
import { useLive } from './use-live.ts'
import { usePresence } from './use-presence.ts'
import { useShellCommands } from './use-shell-commands.ts'

const loadSettings = () => import('../features/settings/settings-dialog.tsx')
const SettingsDialog = lazy(async () => ({ default: (await loadSettings()).SettingsDialog }))

// The editor is a third of the program, and nothing of the first picture needs it. The settings
// follow at once: when they are opened, the host may be out of reach.
const ComposerDock = lazy(async () => {
  const { ComposerDock: part } = await import('../features/composer/composer-dock.tsx')
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
  useLive()
  usePresence()
  useKeyboard()
  useShellCommands()
  return (
    <TooltipProvider>
      <FailureBoundary>
        <Screen />
      </FailureBoundary>
      <Suspense>
        <ComposerDock />
      </Suspense>
      <Suspense>
        <Settings />
      </Suspense>
      <ConnectAccountDialog />
      <CommandPalette />
      <HelpDialog />
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
  return <Toaster room={roomBeside(visible, activeKey, width)} />
}

function Screen() {
  const { t } = useTranslation()
  const entered = useConnection((state) => state.entered)
  const demoComes = useDemo(({ isStarting, landing }) => isStarting || landing !== null)
  const list = useOperation('mailboxes.list', {})
  const mailboxes = useMailboxes()
  if (!entered) return <EnterScreen />
  if (list.isError && mailboxes === undefined) {
    return <StartError message={errorText(t, list.error)} onRetry={() => void list.refetch()} />
  }
  if (mailboxes === undefined) return <ShellSkeleton />
  if (mailboxes.length === 0 || demoComes) return <Welcome />
  return <Shell mailboxes={mailboxes} />
}
