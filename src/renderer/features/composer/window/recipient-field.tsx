import { clsx } from 'clsx'
import { CircleAlert, X } from 'lucide-react'
import {
  useId,
  useRef,
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react'
import { useTranslation } from 'react-i18next'
import { Tooltip } from '../../../ui/tooltip.tsx'
import {
  addChips,
  chipLabel,
  isRecipientSeparator,
  isValidChip,
  parseChips,
  type RecipientChip,
} from '../model/recipients.ts'

interface RecipientFieldProps {
  label: string
  chips: readonly RecipientChip[]
  /** Text that is no chip yet. */
  typed: string
  onChange: (chips: RecipientChip[], typed: string) => void
  inputRef?: Ref<HTMLInputElement>
  autoFocus?: boolean
  children?: ReactNode
}

/** Recipients as chips. Comma, Enter, Tab or leaving the field ends one; Backspace takes it back. */
export function RecipientField({
  label,
  chips,
  typed,
  onChange,
  inputRef,
  autoFocus = false,
  children,
}: RecipientFieldProps) {
  const { t } = useTranslation()
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const invalid = chips.filter((chip) => !isValidChip(chip))

  const commit = (text: string) => onChange(addChips(chips, parseChips(text)), '')
  const focusInput = () => document.getElementById(id)?.focus()
  const remove = (index: number) => {
    onChange(
      chips.filter((_, other) => other !== index),
      typed,
    )
    focusInput()
  }
  /** Puts a chip back into the field as text, to be corrected. */
  const correct = (index: number) => {
    const chip = chips[index]
    if (chip === undefined) return
    const rest = chips.filter((_, other) => other !== index)
    onChange(addChips(rest, parseChips(typed)), chip.text)
    focusInput()
  }

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const sends = event.ctrlKey || event.metaKey
    if (event.key === 'Enter' && !sends && !event.nativeEvent.isComposing) {
      event.preventDefault()
      if (typed.trim() !== '') commit(typed)
    } else if (isRecipientSeparator(event.key, typed)) {
      event.preventDefault()
      commit(typed)
    } else if (event.key === 'Backspace' && typed === '' && chips.length > 0) {
      event.preventDefault()
      correct(chips.length - 1)
    }
  }
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text/plain')
    const isList = /[,;\r\n\t，；、]/u.test(text)
    if (!isList && (typed !== '' || !text.includes('@'))) return
    event.preventDefault()
    const { selectionStart, selectionEnd } = event.currentTarget
    const before = typed.slice(0, selectionStart ?? typed.length)
    commit(`${before}${text}${typed.slice(selectionEnd ?? typed.length)}`)
  }

  return (
    <div className="flex min-h-9 items-start gap-2 border-b border-line px-4 py-1">
      <label htmlFor={id} className="w-10 shrink-0 pt-1 text-ink-3">
        {label}
      </label>
      <div className="min-w-0 flex-1">
        <ul
          ref={list}
          className="flex max-h-28 flex-wrap items-center gap-1 overflow-y-auto py-0.5"
        >
          {chips.map((chip, index) => (
            <ChipView
              key={`${chip.email}-${chip.text}`}
              chip={chip}
              onRemove={() => remove(index)}
              onCorrect={() => correct(index)}
            />
          ))}
          <li className="flex min-w-32 flex-1">
            <input
              id={id}
              ref={inputRef}
              autoFocus={autoFocus}
              value={typed}
              onChange={(event) => onChange([...chips], event.target.value)}
              onKeyDown={onKeyDown}
              onPaste={onPaste}
              onBlur={() => {
                if (typed.trim() !== '') commit(typed)
              }}
              autoComplete="off"
              spellCheck={false}
              aria-describedby={invalid.length > 0 ? `${id}-note` : undefined}
              className="h-6 w-full min-w-0 bg-transparent text-ink outline-none select-text"
            />
          </li>
        </ul>
        {invalid.length === 0 ? null : (
          <p id={`${id}-note`} role="alert" className="pb-1 text-xs text-danger">
            {t('composer.invalidRecipients', {
              count: invalid.length,
              text: invalid[0]?.text ?? '',
            })}
          </p>
        )}
      </div>
      {children}
    </div>
  )
}

interface ChipViewProps {
  chip: RecipientChip
  onRemove: () => void
  onCorrect: () => void
}

function ChipView({ chip, onRemove, onCorrect }: ChipViewProps) {
  const { t } = useTranslation()
  const valid = isValidChip(chip)
  return (
    <li
      className={clsx(
        'flex h-6 max-w-full min-w-0 items-center rounded-md border ps-2',
        valid
          ? 'border-line-strong bg-canvas text-ink'
          : 'border-danger bg-danger-soft text-danger',
      )}
    >
      <Tooltip label={valid ? chip.text : t('composer.invalidChip')}>
        <button
          type="button"
          onClick={onCorrect}
          onKeyDown={(event) => {
            if (event.key !== 'Delete' && event.key !== 'Backspace') return
            event.preventDefault()
            onRemove()
          }}
          onCopy={(event) => {
            event.preventDefault()
            event.clipboardData.setData('text/plain', chip.text)
          }}
          aria-label={t('composer.editRecipient', { name: chip.text })}
          className="flex min-w-0 items-center gap-1"
        >
          {valid ? null : <CircleAlert size={12} className="shrink-0" />}
          <span className="truncate">{chipLabel(chip)}</span>
        </button>
      </Tooltip>
      <button
        type="button"
        onClick={onRemove}
        aria-label={t('composer.removeRecipient', { name: chip.text })}
        className="ms-0.5 flex size-5 shrink-0 items-center justify-center rounded-sm opacity-70 hover:opacity-100"
      >
        <X size={12} />
      </button>
    </li>
  )
}
