import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon: ReactNode
  title: string
  /** One sentence: what to do next. */
  description?: string | undefined
  /** One button. */
  action?: ReactNode
  /** Read out when it appears: for errors. */
  alert?: boolean
  children?: ReactNode
}

/** What stands where there is nothing to show. */
export function EmptyState({
  icon,
  title,
  description,
  action,
  alert = false,
  children,
}: EmptyStateProps) {
  return (
    <div
      role={alert ? 'alert' : 'status'}
      className="flex h-full flex-col items-center justify-center gap-1 px-8 py-10 text-center"
    >
      <span className="mb-2 text-ink-3 [&>svg]:size-6 [&>svg]:stroke-[1.5]">{icon}</span>
      <h2 className="text-sm font-semibold text-ink">{title}</h2>
      {description === undefined ? null : (
        <p className="max-w-72 text-sm text-pretty text-ink-2">{description}</p>
      )}
      {children}
      {action === undefined ? null : <div className="mt-4">{action}</div>}
    </div>
  )
}
