import { clsx } from 'clsx'
import { CircleAlert, FileJson } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'

/** Characters; the core refuses more. A client’s JSON has some hundred. */
export const MAX_JSON_LENGTH = 100_000

interface ClientFileDropProps {
  /** What may be dropped here, in words. */
  label: string
  busy: boolean
  onText: (text: string) => void
  onTooLarge: () => void
}

/** Where the JSON of a client is dropped or chosen. */
export function ClientFileDrop({ label, busy, onText, onTooLarge }: ClientFileDropProps) {
  const { t } = useTranslation()
  const [dropping, setDropping] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const read = async (file: File | undefined) => {
    if (file === undefined) return
    if (file.size > MAX_JSON_LENGTH) onTooLarge()
    else onText(await file.text())
  }
  return (
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
        'flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-dashed px-3 py-2.5',
        dropping ? 'border-accent bg-accent-soft' : 'border-line-strong',
      )}
    >
      <FileJson size={16} className="shrink-0 text-ink-3" />
      <p className="min-w-48 flex-1 text-ink-2">{label}</p>
      <Button size="small" busy={busy} onClick={() => input.current?.click()}>
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
  )
}

/** What is wrong with a client, where it was given. */
export function ClientProblem({ text }: { text: string | null }) {
  if (text === null) return null
  return (
    <p role="alert" className="selectable flex items-start gap-1.5 text-danger">
      <CircleAlert size={14} className="mt-0.5 shrink-0" />
      {text}
    </p>
  )
}
