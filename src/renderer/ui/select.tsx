import { clsx } from 'clsx'
import { Check, ChevronsUpDown } from 'lucide-react'
import { Select as RadixSelect } from 'radix-ui'
import type { ReactNode } from 'react'

export interface SelectOption<V extends string> {
  value: V
  label: string
  icon?: ReactNode
  disabled?: boolean
}

interface SelectProps<V extends string> {
  value: V
  onValueChange: (value: V) => void
  options: readonly SelectOption<V>[]
  /** Accessible name. */
  label: string
  id?: string
  className?: string
  disabled?: boolean
}

/** One choice of a few. */
export function Select<V extends string>({
  value,
  onValueChange,
  options,
  label,
  id,
  className,
  disabled = false,
}: SelectProps<V>) {
  return (
    <RadixSelect.Root
      value={value}
      disabled={disabled}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next)
        if (option) onValueChange(option.value)
      }}
    >
      <RadixSelect.Trigger
        {...(id === undefined ? {} : { id })}
        aria-label={label}
        className={clsx(
          'inline-flex h-8 min-w-0 items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink transition-colors duration-120 hover:bg-hover disabled:opacity-50',
          className,
        )}
      >
        <span className="min-w-0 flex-1 truncate text-start">
          <RadixSelect.Value />
        </span>
        <RadixSelect.Icon className="shrink-0 text-ink-3">
          <ChevronsUpDown size={14} />
        </RadixSelect.Icon>
      </RadixSelect.Trigger>
      <RadixSelect.Portal>
        <RadixSelect.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-[var(--radix-select-content-available-height)] min-w-[var(--radix-select-trigger-width)] animate-pop overflow-hidden rounded-lg border border-line bg-raised p-1 shadow-pop"
        >
          <RadixSelect.Viewport>
            {options.map((option) => (
              <RadixSelect.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className="flex h-7 items-center gap-2 rounded-sm px-2 text-sm text-ink outline-none select-none data-[disabled]:opacity-45 data-[highlighted]:bg-hover"
              >
                {option.icon}
                <span className="min-w-0 flex-1 truncate">
                  <RadixSelect.ItemText>{option.label}</RadixSelect.ItemText>
                </span>
                <RadixSelect.ItemIndicator className="text-accent">
                  <Check size={14} />
                </RadixSelect.ItemIndicator>
              </RadixSelect.Item>
            ))}
          </RadixSelect.Viewport>
        </RadixSelect.Content>
      </RadixSelect.Portal>
    </RadixSelect.Root>
  )
}
