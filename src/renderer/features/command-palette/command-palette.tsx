import { clsx } from 'clsx'
import { Search } from 'lucide-react'
import { Dialog as RadixDialog } from 'radix-ui'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { getCommands, type Command } from '../../state/commands.ts'
import { useMailboxes } from '../../state/accounts.ts'
import { useLayout } from '../../state/layout.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { filterByLabel } from './filter-by-label.ts'
import { pauseCommands } from './pause-commands.ts'

/** Every command that can be run now, by name. */
export function CommandPalette() {
  const { t } = useTranslation()
  const open = useLayout((state) => state.paletteOpen)
  const { setPaletteOpen } = useLayout.getState()
  const chosen = useRef<Command>(undefined)
  return (
    <RadixDialog.Root open={open} onOpenChange={setPaletteOpen}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <RadixDialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={() => {
            // Once the focus is back where it was, so that the command may move it.
            const command = chosen.current
            chosen.current = undefined
            if (command) queueMicrotask(command.run)
          }}
          className="fixed top-[14vh] left-1/2 z-40 flex max-h-[60vh] w-[520px] max-w-[calc(100vw-32px)] -translate-x-1/2 animate-fade flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-pop outline-none"
        >
          <RadixDialog.Title className="sr-only">{t('commands.palette')}</RadixDialog.Title>
          <PaletteList
            onRun={(command) => {
              chosen.current = command
              setPaletteOpen(false)
            }}
          />
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  )
}

function PaletteList({ onRun }: { onRun: (command: Command) => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const mailboxes = useMailboxes() ?? []
  const possible = [
    ...getCommands()
      .filter((command) => command.id !== 'palette' && (command.enabled?.() ?? true))
      .map((command) => ({ command, label: t(`commands.${command.id}`) })),
    ...pauseCommands(
      t,
      mailboxes.flatMap(({ accounts }) => accounts),
    ),
  ]
  const entries = filterByLabel(possible, typed)
  const current = entries[Math.min(active, entries.length - 1)]

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active, typed])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setActive((index) => Math.min(entries.length - 1, Math.max(0, index + step)))
    } else if (event.key === 'Enter' && current) {
      event.preventDefault()
      onRun(current.command)
    }
  }
  return (
    <>
      <div className="flex h-11 shrink-0 items-center gap-2 border-b border-line px-3">
        <Search size={16} className="shrink-0 text-ink-3" aria-hidden="true" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-label={t('palette.placeholder')}
          {...(current ? { 'aria-activedescendant': `palette-${current.command.id}` } : {})}
          autoFocus
          value={typed}
          placeholder={t('palette.placeholder')}
          onChange={(event) => {
            setTyped(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
          className="h-full min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-ink-3"
        />
        <Kbd keys="Escape" />
      </div>
      <div
        ref={list}
        id="palette-list"
        role="listbox"
        aria-label={t('commands.palette')}
        className="min-h-0 overflow-y-auto p-1"
      >
        {entries.length === 0 ? (
          <p role="status" className="px-3 py-6 text-center text-sm text-ink-3">
            {t('palette.none')}
          </p>
        ) : null}
        {entries.map(({ command, label }, index) => {
          const Icon = command.icon
          const isActive = command.id === current?.command.id
          return (
            <div
              key={command.id}
              id={`palette-${command.id}`}
              role="option"
              aria-selected={isActive}
              onPointerMove={(event) => {
                // Chromium reports a move where the list moved under a pointer that rests.
                if (event.movementX !== 0 || event.movementY !== 0) setActive(index)
              }}
              onClick={() => onRun(command)}
              className={clsx(
                'flex h-8 items-center gap-2.5 rounded-sm px-2.5 text-sm',
                isActive && 'bg-hover',
              )}
            >
              <Icon size={16} strokeWidth={1.75} className="shrink-0 text-ink-3" />
              <span className="min-w-0 flex-1 truncate">{label}</span>
              {command.keys[0] === undefined ? null : <Kbd keys={command.keys[0]} />}
            </div>
          )
        })}
      </div>
    </>
  )
}
