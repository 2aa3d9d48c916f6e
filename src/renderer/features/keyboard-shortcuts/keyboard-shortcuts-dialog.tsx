import { useTranslation } from 'react-i18next'
import { getCommands, type CommandGroup } from '../../state/commands.ts'
import { useLayout } from '../../state/layout.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'

const GROUPS: readonly CommandGroup[] = ['list', 'message', 'go', 'app']

/** Every key there is. */
export function KeyboardShortcutsDialog() {
  const { t } = useTranslation()
  const open = useLayout((state) => state.helpOpen)
  const { setHelpOpen } = useLayout.getState()
  return (
    <Dialog
      open={open}
      onOpenChange={setHelpOpen}
      title={t('help.title')}
      description={t('help.text')}
      size="large"
    >
      <div className="columns-1 gap-8 sm:columns-2">
        {GROUPS.map((group) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-xs font-semibold text-ink-3">{t(`help.groups.${group}`)}</h3>
            <dl>
              {getCommands()
                .filter((command) => command.group === group && command.keys.length > 0)
                .map((command) => (
                  <div
                    key={command.id}
                    className="flex h-7 items-center justify-between border-b border-line text-sm"
                  >
                    <dt className="truncate">{t(`commands.${command.id}`)}</dt>
                    <dd className="flex items-center gap-1.5">
                      {command.keys.map((keys) => (
                        <span key={keys}>
                          <Kbd keys={keys} />
                          <span className="sr-only">{keys}</span>
                        </span>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
