import { clsx } from 'clsx'
import { CircleAlert, ExternalLink, FileJson } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { operationKey, queryClient, useCommand } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { Button } from '../../ui/button.tsx'

/** The pages of Google’s console, in the order they are needed. */
const PAGES = [
  { id: 'project', url: 'https://console.cloud.google.com/projectcreate' },
  { id: 'api', url: 'https://console.cloud.google.com/apis/library/gmail.googleapis.com' },
  { id: 'branding', url: 'https://console.cloud.google.com/auth/branding' },
  { id: 'scopes', url: 'https://console.cloud.google.com/auth/scopes' },
  { id: 'audience', url: 'https://console.cloud.google.com/auth/audience' },
  { id: 'client', url: 'https://console.cloud.google.com/auth/clients' },
] as const

/** Characters; the core refuses more. A client’s JSON has some hundred. */
const LARGEST_JSON = 100_000

/** How the JSON of a desktop client begins. */
const JSON_START = '{"installed":{"client_id":"…"}}'

interface ClientStepProps {
  /** What is wrong with the client that is set up, or null. */
  problem: string | null
  onImported: () => void
}

/** Sets up a Google client, page by page, and takes its JSON: dropped, chosen or pasted. */
export function ClientStep({ problem, onImported }: ClientStepProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [dropping, setDropping] = useState(false)
  const [tooLarge, setTooLarge] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const credentials = useCommand('accounts.importCredentials', {
    onSuccess: () => {
      const queryKey = operationKey('accounts.credentials', {})
      void queryClient.invalidateQueries({ queryKey }).then(onImported)
    },
  })

  const importClient = (json: string) => {
    setText(json)
    setTooLarge(json.length > LARGEST_JSON)
    if (json.trim() !== '' && json.length <= LARGEST_JSON) {
      credentials.mutate({ provider: 'gmail', credentials: json })
    }
  }
  const read = async (file: File | undefined) => {
    if (file === undefined) return
    if (file.size > LARGEST_JSON) setTooLarge(true)
    else importClient(await file.text())
  }
  const error = tooLarge
    ? t('connect.client.tooLarge')
    : credentials.isError
      ? credentials.error.code === 'app_credentials_invalid'
        ? credentials.error.message
        : errorText(t, credentials.error)
      : problem

  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-2">{t('connect.client.intro')}</p>
      <ol className="flex flex-col">
        {PAGES.map(({ id, url }, index) => (
          <li key={id} className="flex gap-3 border-b border-line py-2.5 first:border-t">
            <span className="w-4 shrink-0 text-end font-semibold text-ink-3">{index + 1}</span>
            <div className="min-w-0 flex-1">
              <p className="font-semibold">{t(`connect.client.${id}.title`)}</p>
              <p className="selectable text-ink-2">{t(`connect.client.${id}.text`)}</p>
            </div>
            <a
              href={url}
              target="_blank"
              rel="noreferrer"
              className="flex h-6 shrink-0 items-center gap-1 self-start rounded-sm text-accent hover:underline"
            >
              {t('connect.client.openPage')}
              <ExternalLink size={12} />
            </a>
          </li>
        ))}
      </ol>
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setDropping(true)
        }}
        onDragLeave={() => setDropping(false)}
        onDrop={(event) => {
          event.preventDefault()
          setDropping(false)
          void read(event.dataTransfer.files[0])
        }}
        className={clsx(
          'flex flex-col items-center gap-2 rounded-md border border-dashed px-4 py-4 text-center',
          dropping ? 'border-accent bg-accent-soft' : 'border-line-strong',
        )}
      >
        <FileJson size={20} className="text-ink-3" />
        <p>{t('connect.client.drop')}</p>
        <Button size="small" busy={credentials.isPending} onClick={() => input.current?.click()}>
          {t('connect.client.choose')}
        </Button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          onChange={(event) => {
            void read(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </div>
      <label className="flex flex-col gap-1">
        <span className="text-xs font-semibold text-ink-2">{t('connect.client.paste')}</span>
        <textarea
          value={text}
          onChange={(event) => importClient(event.target.value)}
          rows={3}
          spellCheck={false}
          placeholder={JSON_START}
          className="resize-y rounded-md border border-line-strong bg-surface px-2.5 py-1.5 font-mono text-xs text-ink select-text placeholder:text-ink-3"
        />
      </label>
      {error === null ? null : (
        <p role="alert" className="selectable flex items-start gap-1.5 text-danger">
          <CircleAlert size={14} className="mt-0.5 shrink-0" />
          {error}
        </p>
      )}
    </div>
  )
}
