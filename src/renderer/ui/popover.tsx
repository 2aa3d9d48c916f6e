import { clsx } from 'clsx'
import { Popover as RadixPopover } from 'radix-ui'
import type { ReactNode } from 'react'

interface PopoverProps {
  /** What opens it: one element that takes a ref. */
  trigger: ReactNode
  /** Accessible name of what opens. */
  label: string
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'left' | 'right'
  className?: string
  /** It opens where toasts stand: they move beside it. */
  overToasts?: boolean
  children: ReactNode
}

/** A small panel beside its trigger. */
export function Popover({
  trigger,
  label,
  align = 'start',
  side = 'bottom',
  className,
  overToasts = false,
  children,
}: PopoverProps) {
  return (
    <RadixPopover.Root>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          aria-label={label}
          data-over-toasts={overToasts || undefined}
          align={align}
          side={side}
          sideOffset={6}
          // The panel itself: else its first button has the focus, with its tooltip open.
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
          }}
          collisionPadding={8}
          className={clsx(
            'z-40 max-h-[var(--radix-popover-content-available-height)] animate-pop overflow-y-auto rounded-lg border border-line bg-raised shadow-pop outline-none',
            className,
          )}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  )
}
