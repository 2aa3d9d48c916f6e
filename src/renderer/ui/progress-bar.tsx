import { clsx } from 'clsx'
import { Progress } from 'radix-ui'

interface ProgressBarProps {
  /** 0 to 1, or null while the end is unknown. */
  value: number | null
  /** Accessible name, with the numbers. */
  label: string
  className?: string
}

/** How far something is. The numbers stand beside it in words. */
export function ProgressBar({ value, label, className }: ProgressBarProps) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <Progress.Root
      value={percent}
      aria-label={label}
      className={clsx('h-1 w-full overflow-hidden rounded-full bg-pressed', className)}
    >
      <Progress.Indicator
        className={clsx(
          'h-full rounded-full bg-accent-fill transition-[width] duration-160',
          percent === null && 'animate-pulse-soft',
        )}
        style={{ width: `${percent ?? 30}%` }}
      />
    </Progress.Root>
  )
}
