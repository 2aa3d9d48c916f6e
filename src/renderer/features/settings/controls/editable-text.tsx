import { clsx } from 'clsx'
import { useState } from 'react'

interface EditableTextProps {
  value: string
  /** Accessible name. */
  label: string
  className?: string
  /** Shown while it is empty. */
  placeholder?: string
  /** Emptying it is a choice, too. Default: an empty text is taken back. */
  canBeEmpty?: boolean
  onChange: (value: string) => void
}

/** A name to edit in place: Enter or leaving it keeps it, Escape takes it back. */
export function EditableText({
  value,
  label,
  className,
  placeholder,
  canBeEmpty = false,
  onChange,
}: EditableTextProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? value
  const finish = () => {
    const text = typed?.trim() ?? ''
    setTyped(null)
    if (typed !== null && (text !== '' || canBeEmpty) && text !== value) onChange(text)
  }
  return (
    <input
      aria-label={label}
      value={shown}
      placeholder={placeholder}
      maxLength={120}
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape' && typed !== null) {
          // Only the name goes back; the dialog stays.
          event.stopPropagation()
          event.nativeEvent.stopImmediatePropagation()
          setTyped(null)
        }
      }}
      className={clsx(
        'h-7 max-w-56 min-w-12 field-sizing-content rounded-md border border-transparent bg-transparent px-1.5 text-ink select-text hover:border-line-strong focus:border-line-strong focus:bg-surface',
        className,
      )}
    />
  )
}
