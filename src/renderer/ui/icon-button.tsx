import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'
import { Tooltip } from './tooltip.tsx'

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'title'> {
  /** The name for everyone: tooltip and accessible name. */
  label: string
  icon: ReactNode
  /** The key that does the same, shown in the tooltip, such as `Shift+i`. */
  keys?: string | undefined
  size?: 'small' | 'medium'
  /** Drawn as switched on. */
  active?: boolean
  tooltipSide?: 'top' | 'bottom' | 'left' | 'right'
}

/** A button that is only an icon; its words and key are in the tooltip. */
export function IconButton({
  label,
  icon,
  keys,
  size = 'medium',
  active = false,
  tooltipSide = 'bottom',
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} keys={keys} side={tooltipSide}>
      <button
        type={type}
        aria-label={label}
        className={clsx(
          'inline-flex shrink-0 items-center justify-center rounded-md transition-colors duration-120',
          'hover:bg-hover hover:text-ink active:bg-pressed data-[state=open]:bg-hover',
          'disabled:pointer-events-none disabled:opacity-40',
          size === 'small' ? 'size-6' : 'size-7',
          active ? 'bg-selected text-accent' : 'text-ink-2',
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  )
}
