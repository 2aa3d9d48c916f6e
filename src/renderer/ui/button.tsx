import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'
import { Spinner } from './spinner.tsx'

export type ButtonTone = 'primary' | 'secondary' | 'ghost' | 'danger'

interface ButtonProps extends ComponentProps<'button'> {
  tone?: ButtonTone
  size?: 'small' | 'medium' | 'large'
  icon?: ReactNode
  /** Shows a spinner and refuses clicks, keeping the button’s width. */
  busy?: boolean
}

const TONES: Record<ButtonTone, string> = {
  primary: 'bg-accent-fill text-on-accent hover:bg-accent-fill-hover',
  secondary: 'border border-line-strong bg-surface text-ink hover:bg-hover active:bg-pressed',
  ghost: 'text-ink-2 hover:bg-hover hover:text-ink active:bg-pressed',
  danger: 'bg-danger-fill text-on-accent hover:brightness-110',
}

const SIZES = {
  small: 'h-6 gap-1.5 px-2 text-xs',
  medium: 'h-8 gap-2 px-3 text-sm',
  large: 'h-9 gap-2 px-4 text-sm',
}

/** A button with words. */
export function Button({
  tone = 'secondary',
  size = 'medium',
  icon,
  busy = false,
  className,
  children,
  disabled,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={clsx(
        'inline-flex shrink-0 items-center justify-center rounded-md font-semibold whitespace-nowrap transition-colors duration-120 select-none',
        'disabled:pointer-events-none disabled:opacity-50',
        TONES[tone],
        SIZES[size],
        className,
      )}
      {...rest}
    >
      {busy ? <Spinner size={size === 'small' ? 12 : 14} /> : icon}
      {children}
    </button>
  )
}
