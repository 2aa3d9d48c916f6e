import { Mail, Mails, Sparkles } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { Button } from '../../ui/button.tsx'
import { useConnectDialog } from '../../state/connect-dialog.ts'
import { DemoProgress } from './demo-progress.tsx'
import { useDemo } from './demo-store.ts'
import { LanguageSwitch } from './language-switch.tsx'

const CONNECT = [
  { provider: 'gmail', icon: <Mail size={20} strokeWidth={1.5} /> },
  { provider: 'outlook', icon: <Mails size={20} strokeWidth={1.5} /> },
] as const

/** The first screen: three doors, and the language. */
export function WelcomeScreen() {
  const { t } = useTranslation()
  const landing = useDemo((state) => state.demoMailbox)
  return (
    <main className="flex h-full flex-col overflow-y-auto bg-surface">
      <div className="m-auto w-full max-w-[560px] px-6 py-10">
        <h1 className="text-xl font-semibold">{t('welcome.title')}</h1>
        <p className="mt-1 text-base text-pretty text-ink-2">
          {t(landing === null ? 'welcome.text' : 'welcome.landing')}
        </p>
        <div className="mt-8">
          {landing === null ? <StartOptions /> : <DemoProgress {...landing} />}
        </div>
      </div>
      <footer className="flex shrink-0 items-center justify-between gap-4 border-t border-line px-6 py-3">
        <p className="min-w-0 text-xs text-ink-3">{t('welcome.local')}</p>
        <LanguageSwitch />
      </footer>
    </main>
  )
}

function StartOptions() {
  const { t } = useTranslation()
  const start = useCommand('demo.start', {
    onSuccess: (output) => useDemo.getState().setDemoMailbox(output),
    onError: () => useDemo.getState().fail(),
  })
  const explore = () => {
    useDemo.getState().start()
    start.mutate({})
  }
  return (
    <ul className="divide-y divide-line border-y border-line">
      <StartOption
        icon={<Sparkles size={20} strokeWidth={1.5} />}
        title={t('welcome.demo')}
        text={t('welcome.demoText')}
        error={start.error === null ? undefined : errorText(t, start.error)}
        action={
          <Button tone="primary" busy={start.isPending} onClick={explore}>
            {t('welcome.demoGo')}
          </Button>
        }
      />
      {CONNECT.map(({ provider, icon }) => (
        <StartOption
          key={provider}
          icon={icon}
          title={t(`welcome.${provider}`)}
          text={t(`welcome.${provider}Text`)}
          action={
            <Button
              aria-label={t(`welcome.${provider}`)}
              onClick={() => useConnectDialog.getState().open({ mailboxId: null, provider })}
            >
              {t('welcome.connect')}
            </Button>
          }
        />
      ))}
    </ul>
  )
}

interface StartOptionProps {
  icon: ReactNode
  title: string
  text: string
  action: ReactNode
  error?: string | undefined
}

function StartOption({ icon, title, text, action, error }: StartOptionProps) {
  return (
    <li className="flex items-center gap-4 py-4">
      <span className="shrink-0 text-ink-3">{icon}</span>
      <div className="min-w-0 flex-1">
        <h2 className="text-base font-semibold">{title}</h2>
        <p className="text-sm text-pretty text-ink-2">{text}</p>
        {error === undefined ? null : (
          <p role="alert" className="mt-1 text-sm text-danger">
            {error}
          </p>
        )}
      </div>
      <div className="shrink-0">{action}</div>
    </li>
  )
}
