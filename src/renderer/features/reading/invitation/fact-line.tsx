import type { ReactNode } from 'react'

/** One fact, with a picture for the eye and a word for the screen reader. */
export function Line({
  icon,
  label,
  children,
}: {
  icon: ReactNode
  label: string
  children: ReactNode
}) {
  return (
    <div className="flex gap-2.5">
      <dt className="flex h-5 shrink-0 items-center text-ink-3 [&_svg]:size-4 [&_svg]:stroke-[1.75]">
        {icon}
        <span className="sr-only">{label}</span>
      </dt>
      <dd className="min-w-0 flex-1 break-words">{children}</dd>
    </div>
  )
}
