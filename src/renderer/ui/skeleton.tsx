import { clsx } from 'clsx'

/** A grey place where text will be. Give it width and height. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div
      aria-hidden="true"
      className={clsx('animate-pulse-soft rounded-sm bg-pressed', className)}
    />
  )
}
