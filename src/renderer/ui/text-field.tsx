import { clsx } from 'clsx'
import { useId, type ComponentProps, type ReactNode } from 'react'

interface TextFieldProps extends ComponentProps<'input'> {
  label: string
  /** Keep the label for screen readers only. */
  hideLabel?: boolean
  hint?: string | undefined
  error?: string | undefined
  /** An icon at the start. */
  icon?: ReactNode
}

/** A line of text with its label, and its error where it belongs: under it. */
export function TextField({
  label,
  hideLabel = false,
  hint,
  error,
  icon,
  className,
  id,
  ...rest
}: TextFieldProps) {
  const fallback = useId()
  const inputId = id ?? fallback
  const note = error ?? hint
  return (
    <div className={clsx('flex min-w-0 flex-col gap-1', className)}>
      <label
        htmlFor={inputId}
        className={hideLabel ? 'sr-only' : 'text-xs font-semibold text-ink-2'}
      >
        {label}
      </label>
      <div className="relative">
        {icon === undefined ? null : (
          <span className="pointer-events-none absolute inset-y-0 start-2 flex items-center text-ink-3">
            {icon}
          </span>
        )}
        <input
          id={inputId}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={note === undefined ? undefined : `${inputId}-note`}
          className={clsx(
            'h-8 w-full rounded-md border bg-surface text-sm text-ink placeholder:text-ink-3 focus-visible:outline-offset-[-1px]',
            icon === undefined ? 'px-2.5' : 'ps-8 pe-2.5',
            error === undefined ? 'border-line-strong' : 'border-danger',
          )}
          {...rest}
        />
      </div>
      {note === undefined ? null : (
        <p
          id={`${inputId}-note`}
          role={error === undefined ? undefined : 'alert'}
          className={clsx('text-xs', error === undefined ? 'text-ink-3' : 'text-danger')}
        >
          {note}
        </p>
      )}
    </div>
  )
}
