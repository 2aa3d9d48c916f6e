import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useConnection } from '../client/connection.ts'
import { useOperation } from '../client/queries.ts'
import { errorText } from '../i18n/error-text.ts'
import { resolveLanguage, setLanguage } from '../i18n/i18n.ts'
import { ComposerDock } from '../features/composer/composer-dock.tsx'
import { ConnectAccountDialog } from '../features/connect/connect-dialog.tsx'
import { EnterScreen } from '../features/enter/enter-screen.tsx'
import { HelpDialog } from '../features/help/help-dialog.tsx'
import { CommandPalette } from '../features/palette/command-palette.tsx'
import { SettingsDialog } from '../features/settings/settings-dialog.tsx'
import { useDemo } from '../features/welcome/demo-store.ts'
import { Welcome } from '../features/welcome/welcome.tsx'
import { Toaster } from '../ui/toaster.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { useMailboxes } from './accounts.ts'
import { useKeyboard } from './commands/use-keyboard.ts'
import { useSettings } from './settings.ts'
import { Shell } from './shell/shell.tsx'
import { ShellSkeleton } from './shell/shell-skeleton.tsx'
import { StartError } from './shell/start-error.tsx'
import { useTheme } from './theme.ts'
import { useLive } from './use-live.ts'
import { useShellCommands } from './use-shell-commands.ts'

/** The whole window. */
export function App() {
  const settings = useSettings()
  useTheme(settings.theme)
  useEffect(() => {
    void setLanguage(resolveLanguage(settings.language, navigator.languages))
  }, [settings.language])
  useLive()
  useKeyboard()
  useShellCommands()
  return (
    <TooltipProvider>
      <Screen />
      <ComposerDock />
      <SettingsDialog />
      <ConnectAccountDialog />
      <CommandPalette />
      <HelpDialog />
      <Toaster />
    </TooltipProvider>
  )
}

function Screen() {
  const { t } = useTranslation()
  const entered = useConnection((state) => state.entered)
  const landing = useDemo((state) => state.landing)
  const list = useOperation('mailboxes.list', {})
  const mailboxes = useMailboxes()
  if (!entered) return <EnterScreen />
  if (list.isError && mailboxes === undefined) {
    return <StartError message={errorText(t, list.error)} onRetry={() => void list.refetch()} />
  }
  if (mailboxes === undefined) return <ShellSkeleton />
  if (mailboxes.length === 0 || landing !== null) return <Welcome />
  return <Shell mailboxes={mailboxes} />
}
