import { clsx } from 'clsx'
import type { ReactNode } from 'react'

interface BannerProps {
  tone?: 'neutral' | 'warning' | 'danger'
  icon?: ReactNode
  children: ReactNode
  actions?: ReactNode
  className?: string
}

const TONES = {
  neutral: 'bg-canvas text-ink-2',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
}

/** A line about the thing under it, with what can be done about it. */
export function Banner({ tone = 'neutral', icon, children, actions, className }: BannerProps) {
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={clsx(
        'flex min-h-9 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 px-4 py-1.5 text-xs',
        TONES[tone],
        className,
      )}
    >
      {icon === undefined ? null : <span className="shrink-0">{icon}</span>}
      <span className="min-w-0 flex-1 basis-56">{children}</span>
      {actions === undefined ? null : (
        <span className="flex shrink-0 items-center gap-1">{actions}</span>
      )}
    </div>
  )
}
