import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { ClientFileDrop, ClientProblem, MAX_JSON_LENGTH } from './client-file-drop.tsx'
import type { ClientStepProps } from './client-step.tsx'
import { ConsoleSteps } from './console-steps.tsx'
import {
  findClientIdProblem,
  microsoftConsolePages,
  isTenant,
  parseClientFile,
  normaliseClientId,
  type ClientFileProblem,
  type MicrosoftClientInput,
} from './microsoft-client.ts'
import { useImportClient } from './use-import-client.ts'

/** How an application id looks. */
const ID_FORM = '00000000-0000-0000-0000-000000000000'
const ANY_TENANT = 'common'

/**
 * Sets up an application in Microsoft Entra, page by page. Its id is asked for right after it is
 * registered: from then on the links lead to the pages of that application.
 */
export function MicrosoftClientStep({ problem, onImported, onBack }: ClientStepProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<MicrosoftClientInput>({ clientId: '', tenant: '' })
  const [looked, setLooked] = useState(false)
  const [fileProblem, setFileProblem] = useState<ClientFileProblem | 'tooLarge' | null>(null)
  const credentials = useImportClient('outlook', onImported)
  const pages = microsoftConsolePages(draft.clientId)
  const idProblem = findClientIdProblem(draft)

  const change = (part: Partial<MicrosoftClientInput>) => {
    setFileProblem(null)
    setDraft({ ...draft, ...part })
  }
  const takeJson = (text: string) => {
    if (text.length > MAX_JSON_LENGTH) {
      setFileProblem('tooLarge')
      return
    }
    const read = parseClientFile(text)
    if ('problem' in read) {
      setFileProblem(read.problem)
      return
    }
    change(read.client)
    setLooked(true)
  }
  const submit = () => {
    setLooked(true)
    if (idProblem !== null || !isTenant(draft.tenant)) return
    credentials.importClient({
      client_id: normaliseClientId(draft.clientId),
      tenant: normaliseClientId(draft.tenant) || ANY_TENANT,
    })
  }
  // Half an id is not wrong yet while it is being typed.
  const showId = looked || normaliseClientId(draft.clientId).length >= ID_FORM.length

  const field = (
    <div className="flex gap-3">
      <TextField
        className="flex-1"
        label={t('connect.outlookClient.clientId')}
        placeholder={ID_FORM}
        value={draft.clientId}
        spellCheck={false}
        autoComplete="off"
        error={
          showId && idProblem !== null
            ? t(`connect.outlookClient.idProblem.${idProblem}`)
            : undefined
        }
        onBlur={() => setLooked(looked || draft.clientId !== '')}
        onPaste={(event) => {
          const text = event.clipboardData.getData('text')
          if (!text.trimStart().startsWith('{')) return
          event.preventDefault()
          takeJson(text)
        }}
        onChange={(event) => change({ clientId: event.target.value })}
      />
      <TextField
        className="w-36"
        label={t('connect.outlookClient.tenant')}
        placeholder={ANY_TENANT}
        value={draft.tenant}
        spellCheck={false}
        autoComplete="off"
        hint={t('connect.outlookClient.tenantHint')}
        error={isTenant(draft.tenant) ? undefined : t('connect.outlookClient.tenantProblem')}
        onChange={(event) => change({ tenant: event.target.value })}
      />
    </div>
  )
  const step = (id: string, url: string) => ({
    id,
    url,
    title: t(`connect.outlookClient.${id}.title`),
    text: t(`connect.outlookClient.${id}.text`),
  })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <p className="text-ink-2">{t('connect.outlookClient.intro')}</p>
      <ConsoleSteps
        steps={[
          step('register', pages.register),
          { ...step('id', pages.overview), field },
          step('flows', pages.authentication),
          step('permissions', pages.permissions),
        ]}
      />
      <ClientFileDrop
        label={t('connect.outlookClient.drop')}
        busy={false}
        onText={takeJson}
        onTooLarge={() => setFileProblem('tooLarge')}
      />
      <footer className="sticky -bottom-5 -mx-5 -mb-5 flex flex-col gap-2 border-t border-line bg-raised px-5 py-3">
        <ClientProblem
          text={
            fileProblem === 'tooLarge'
              ? t('connect.client.tooLarge')
              : fileProblem !== null
                ? t(`connect.outlookClient.fileProblem.${fileProblem}`)
                : (credentials.problem ?? problem)
          }
        />
        <div className="flex justify-end gap-2">
          {onBack === null ? null : (
            <Button tone="ghost" onClick={onBack}>
              {t('connect.back')}
            </Button>
          )}
          <Button tone="primary" type="submit" busy={credentials.isPending}>
            {t('connect.outlookClient.use')}
          </Button>
        </div>
      </footer>
    </form>
  )
}
