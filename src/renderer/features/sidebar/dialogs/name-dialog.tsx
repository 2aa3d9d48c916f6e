import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/text-field.tsx'

interface NameDialogProps {
  title: string
  description?: string
  label: string
  initial: string
  confirmLabel: string
  busy: boolean
  error: string | undefined
  onClose: () => void
  onConfirm: (name: string) => void
  children?: React.ReactNode
}

/** Asks for one name. */
export function NameDialog({
  title,
  description,
  label,
  initial,
  confirmLabel,
  busy,
  error,
  onClose,
  onConfirm,
  children,
}: NameDialogProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(initial)
  const trimmed = name.trim()
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={title}
      description={description}
      size="small"
      footer={
        <>
          <Button tone="ghost" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button
            tone="primary"
            type="submit"
            form="name-dialog"
            busy={busy}
            disabled={trimmed === ''}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form
        id="name-dialog"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (trimmed !== '') onConfirm(trimmed)
        }}
      >
        <TextField
          label={label}
          value={name}
          maxLength={120}
          autoFocus
          error={error}
          onChange={(event) => setName(event.target.value)}
        />
        {children}
      </form>
    </Dialog>
  )
}
