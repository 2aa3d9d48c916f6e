import { useEffect } from 'react'
import { bridge } from '../client/transport.ts'
import { useSettingsDialog } from '../state/settings-dialog.ts'
import { syncNow } from '../features/sync-status/sync-now.ts'
import { composeNewMessage } from '../features/composer/index.ts'

/** Answers the native menu and the system: compose, settings, sync, `mailto:` links. */
export function useShellCommands(): void {
  useEffect(
    () =>
      bridge?.onCommand((command) => {
        switch (command.type) {
          case 'compose':
            composeNewMessage(command.mailto ?? undefined)
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
