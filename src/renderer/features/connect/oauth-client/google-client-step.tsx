import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { ClientFileDrop, ClientProblem, MAX_JSON_LENGTH } from './client-file-drop.tsx'
import type { ClientStepProps } from './client-step.tsx'
import { ConsoleSteps } from './console-steps.tsx'
import { GOOGLE_CONSOLE_PAGES } from './google-console-pages.ts'
import { useImportClient } from './use-import-client.ts'

/** How the JSON of a desktop client begins. */
const JSON_START = '{"installed":{"client_id":"…"}}'

/** Sets up a Google client, page by page, and takes its JSON: dropped, chosen or pasted. */
export function GoogleClientStep({ problem, onImported, onBack }: ClientStepProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [tooLarge, setTooLarge] = useState(false)
  const credentials = useImportClient('gmail', onImported)

  const take = (json: string) => {
    setText(json)
    setTooLarge(json.length > MAX_JSON_LENGTH)
    if (json.trim() !== '' && json.length <= MAX_JSON_LENGTH) credentials.importClient(json)
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-2">{t('connect.googleClient.intro')}</p>
      <ConsoleSteps
        steps={Object.entries(GOOGLE_CONSOLE_PAGES).map(([id, url]) => ({
          id,
          url,
          title: t(`connect.googleClient.${id}.title`),
          text: t(`connect.googleClient.${id}.text`),
        }))}
      />
      <ClientFileDrop
        label={t('connect.googleClient.drop')}
        busy={credentials.isPending}
        onText={take}
        onTooLarge={() => setTooLarge(true)}
      />
      <label className="flex flex-col gap-1">
        <span className="text-xs font-semibold text-ink-2">{t('connect.googleClient.paste')}</span>
        <textarea
          value={text}
          onChange={(event) => take(event.target.value)}
          rows={3}
          spellCheck={false}
          placeholder={JSON_START}
          className="resize-y rounded-md border border-line-strong bg-surface px-2.5 py-1.5 font-mono text-xs text-ink select-text placeholder:text-ink-3"
        />
      </label>
      <ClientProblem
        text={tooLarge ? t('connect.client.tooLarge') : (credentials.problem ?? problem)}
      />
      {onBack === null ? null : (
        <div className="flex justify-end">
          <Button tone="ghost" onClick={onBack}>
            {t('connect.back')}
          </Button>
        </div>
      )}
    </div>
  )
}
