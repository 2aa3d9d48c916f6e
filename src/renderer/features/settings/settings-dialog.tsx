import { clsx } from 'clsx'
import { Info, Lock, SlidersHorizontal, Users, type LucideIcon } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/dialog.tsx'
import { AboutTab } from './about-tab.tsx'
import { AccountsTab } from './accounts/accounts-tab.tsx'
import { GeneralTab } from './general-tab.tsx'
import { SecurityTab } from './security-tab.tsx'
import { useSettingsDialog, type SettingsTab } from '../../state/settings-dialog.ts'

const TABS: readonly { id: SettingsTab; icon: LucideIcon }[] = [
  { id: 'general', icon: SlidersHorizontal },
  { id: 'accounts', icon: Users },
  { id: 'security', icon: Lock },
  { id: 'about', icon: Info },
]

/** Settings; every change takes effect at once and is kept. */
export function SettingsDialog() {
  const { t } = useTranslation()
  const { isOpen, tab, setTab, close } = useSettingsDialog()
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        if (!open) close()
      }}
      title={t('settings.title')}
      size="large"
    >
      <Tabs.Root
        orientation="vertical"
        value={tab}
        onValueChange={(value) => {
          const next = TABS.find(({ id }) => id === value)
          if (next) setTab(next.id)
        }}
        className="flex h-[min(520px,calc(100vh-150px))] gap-6"
      >
        <Tabs.List
          aria-label={t('settings.title')}
          className="-ms-2 flex w-40 shrink-0 flex-col gap-0.5"
        >
          {TABS.map(({ id, icon: Icon }) => (
            <Tabs.Trigger
              key={id}
              value={id}
              className={clsx(
                'flex h-8 items-center gap-2 rounded-md px-2 text-start text-sm text-ink-2 transition-colors duration-120 hover:bg-hover',
                'data-[state=active]:bg-selected data-[state=active]:font-semibold data-[state=active]:text-ink',
              )}
            >
              <Icon size={16} className="shrink-0" />
              {t(`settings.tab.${id}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <div className="-me-5 min-w-0 flex-1 overflow-y-auto pe-5 text-sm">
          <Tabs.Content value="general">
            <GeneralTab />
          </Tabs.Content>
          <Tabs.Content value="accounts">
            <AccountsTab />
          </Tabs.Content>
          <Tabs.Content value="security">
            <SecurityTab />
          </Tabs.Content>
          <Tabs.Content value="about">
            <AboutTab />
          </Tabs.Content>
        </div>
      </Tabs.Root>
    </Dialog>
  )
}
