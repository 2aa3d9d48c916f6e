import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import { ContextMenu as RadixContextMenu, DropdownMenu as RadixDropdownMenu } from 'radix-ui'
import { useRef, type ReactNode } from 'react'
import { Kbd } from './kbd.tsx'

export type MenuEntry =
  | {
      kind: 'item'
      id: string
      label: string
      icon?: ReactNode
      keys?: string | undefined
      danger?: boolean
      disabled?: boolean
      /** A tick at the end, for one of several choices. */
      checked?: boolean
      onSelect: () => void
    }
  | { kind: 'separator'; id: string }
  | { kind: 'label'; id: string; label: string }

interface MenuProps {
  entries: readonly MenuEntry[]
  /** What opens the menu: one element that takes a ref. */
  children: ReactNode
}

/**
 * Runs the chosen entry once the menu has closed and the focus is back where it was, so that a
 * dialog it opens can take the focus and keep it.
 */
function useRunAfterClose(): { choose: (run: () => void) => void; onCloseAutoFocus: () => void } {
  const chosen = useRef<() => void>(undefined)
  return {
    choose: (run) => {
      chosen.current = run
    },
    onCloseAutoFocus: () => {
      const run = chosen.current
      chosen.current = undefined
      if (run) queueMicrotask(run)
    },
  }
}

const CONTENT =
  'z-50 min-w-48 max-w-80 animate-pop rounded-lg border border-line bg-raised p-1 shadow-pop outline-none'
const SEPARATOR = '-mx-1 my-1 h-px bg-line'
const LABEL = 'px-2 pt-1.5 pb-1 text-2xs font-semibold text-ink-3'

function itemClass(danger: boolean): string {
  return clsx(
    'flex h-7 items-center gap-2 rounded-sm px-2 text-sm outline-none select-none data-[disabled]:opacity-45',
    danger
      ? 'text-danger data-[highlighted]:bg-danger-soft'
      : 'text-ink data-[highlighted]:bg-hover',
  )
}

function ItemContent({ entry }: { entry: Extract<MenuEntry, { kind: 'item' }> }) {
  return (
    <>
      {entry.icon === undefined ? null : (
        <span className={clsx('shrink-0', entry.danger !== true && 'text-ink-3')}>
          {entry.icon}
        </span>
      )}
      <span className="min-w-0 flex-1 truncate">{entry.label}</span>
      {entry.checked === true ? <Check size={14} className="text-accent" /> : null}
      {entry.keys === undefined ? null : <Kbd keys={entry.keys} />}
    </>
  )
}

/** A menu under a button. */
export function DropdownMenu({
  entries,
  children,
  align = 'end',
}: MenuProps & { align?: 'start' | 'end' }) {
  const { choose, onCloseAutoFocus } = useRunAfterClose()
  return (
    <RadixDropdownMenu.Root>
      <RadixDropdownMenu.Trigger asChild>{children}</RadixDropdownMenu.Trigger>
      <RadixDropdownMenu.Portal>
        <RadixDropdownMenu.Content
          className={CONTENT}
          onCloseAutoFocus={onCloseAutoFocus}
          align={align}
          sideOffset={4}
          collisionPadding={8}
        >
          {entries.map((entry) => {
            switch (entry.kind) {
              case 'separator':
                return <RadixDropdownMenu.Separator key={entry.id} className={SEPARATOR} />
              case 'label':
                return (
                  <RadixDropdownMenu.Label key={entry.id} className={LABEL}>
                    {entry.label}
                  </RadixDropdownMenu.Label>
                )
              case 'item':
                return (
                  <RadixDropdownMenu.Item
                    key={entry.id}
                    disabled={entry.disabled ?? false}
                    onSelect={() => choose(entry.onSelect)}
                    className={itemClass(entry.danger ?? false)}
                  >
                    <ItemContent entry={entry} />
                  </RadixDropdownMenu.Item>
                )
            }
          })}
        </RadixDropdownMenu.Content>
      </RadixDropdownMenu.Portal>
    </RadixDropdownMenu.Root>
  )
}

/** The same menu at the pointer, for a right click or the menu key. */
export function ContextMenu({ entries, children }: MenuProps) {
  const { choose, onCloseAutoFocus } = useRunAfterClose()
  return (
    <RadixContextMenu.Root>
      <RadixContextMenu.Trigger asChild>{children}</RadixContextMenu.Trigger>
      <RadixContextMenu.Portal>
        <RadixContextMenu.Content
          className={CONTENT}
          onCloseAutoFocus={onCloseAutoFocus}
          collisionPadding={8}
        >
          {entries.map((entry) => {
            switch (entry.kind) {
              case 'separator':
                return <RadixContextMenu.Separator key={entry.id} className={SEPARATOR} />
              case 'label':
                return (
                  <RadixContextMenu.Label key={entry.id} className={LABEL}>
                    {entry.label}
                  </RadixContextMenu.Label>
                )
              case 'item':
                return (
                  <RadixContextMenu.Item
                    key={entry.id}
                    disabled={entry.disabled ?? false}
                    onSelect={() => choose(entry.onSelect)}
                    className={itemClass(entry.danger ?? false)}
                  >
                    <ItemContent entry={entry} />
                  </RadixContextMenu.Item>
                )
            }
          })}
        </RadixContextMenu.Content>
      </RadixContextMenu.Portal>
    </RadixContextMenu.Root>
  )
}
