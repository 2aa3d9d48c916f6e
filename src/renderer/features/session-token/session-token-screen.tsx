import { KeyRound, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConnection } from '../../client/connection.ts'
import { queryClient } from '../../client/queries.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'

/** In a browser without a session: asks for the token that the server printed. */
export function SessionTokenScreen() {
  const { t } = useTranslation()
  const [token, setToken] = useState('')
  const trimmed = token.trim()
  return (
    <main className="flex h-full items-center justify-center bg-surface p-6">
      <div className="w-full max-w-[400px]">
        <KeyRound size={24} strokeWidth={1.5} className="text-ink-3" />
        <h1 className="mt-3 text-lg font-semibold">{t('enter.title')}</h1>
        <p className="mt-1 text-sm text-pretty text-ink-2">{t('enter.text')}</p>
        <form
          className="mt-5 flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            // The host answers with a cookie and leads back here without the token.
            if (trimmed !== '') window.location.assign(`/?token=${encodeURIComponent(trimmed)}`)
          }}
        >
          <TextField
            label={t('enter.token')}
            type="password"
            autoComplete="off"
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
          <div className="flex gap-2">
            <Button tone="primary" type="submit" disabled={trimmed === ''}>
              {t('enter.go')}
            </Button>
            <Button
              tone="ghost"
              icon={<RotateCw size={14} />}
              onClick={() => {
                useConnection.getState().setHasSession(true)
                void queryClient.invalidateQueries()
              }}
            >
              {t('list.retry')}
            </Button>
          </div>
        </form>
      </div>
    </main>
  )
}
