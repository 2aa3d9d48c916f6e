import type { ReactNode } from 'react'

interface SettingRowProps {
  title: string
  /** What it does, where the title says too little. */
  hint?: string | undefined
  children: ReactNode
}

/** A setting: its words at the start, its control at the end. */
export function SettingRow({ title, hint, children }: SettingRowProps) {
  return (
    <div className="flex min-h-12 items-center gap-4 border-b border-line py-2 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p>{title}</p>
        {hint === undefined ? null : <p className="text-xs text-ink-3">{hint}</p>}
      </div>
      <div className="shrink-0">{children}</div>
    </div>
  )
}
