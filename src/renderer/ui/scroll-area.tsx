import { clsx } from 'clsx'
import { ScrollArea as RadixScrollArea } from 'radix-ui'
import type { ReactNode } from 'react'

/** Scrolls what does not fit, with a bar that takes no room. */
export function ScrollArea({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <RadixScrollArea.Root type="hover" className={clsx('overflow-hidden', className)}>
      <RadixScrollArea.Viewport className="size-full [&>div]:!block">
        {children}
      </RadixScrollArea.Viewport>
      <RadixScrollArea.Scrollbar
        orientation="vertical"
        className="flex w-2 touch-none p-0.5 select-none"
      >
        <RadixScrollArea.Thumb className="flex-1 rounded-full bg-line-strong" />
      </RadixScrollArea.Scrollbar>
    </RadixScrollArea.Root>
  )
}
