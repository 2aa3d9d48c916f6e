import { useEffect } from 'react'
import { bridge } from '../client/transport.ts'
import { useSettingsDialog } from '../features/settings/store.ts'
import { syncNow } from '../features/sync-status/sync-now.ts'
import { compose } from './commands/app-commands.ts'

/** Answers the native menu and the system: compose, settings, sync, `mailto:` links. */
export function useShellCommands(): void {
  useEffect(
    () =>
      bridge?.onCommand((command) => {
        switch (command.type) {
          case 'compose':
            compose(command.mailto ?? undefined)
            return
          case 'open-settings':
            useSettingsDialog.getState().open()
            return
          case 'sync-now':
            void syncNow()
        }
      }),
    [],
  )
}
