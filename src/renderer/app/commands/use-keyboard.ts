import { useEffect } from 'react'
import { formatChord, createKeyMatcher } from './key-matcher.ts'
import type { Command } from '../../state/commands.ts'
import { commands } from './registry.ts'

const TYPING = 'input, textarea, select, [contenteditable="true"]'
/** Places that use letters and arrows themselves. */
const OWN_KEYS =
  '[role="dialog"], [role="menu"], [role="listbox"][data-state], [role="alertdialog"]'
/** Keys that work what has the focus, and so must not be taken from it. */
const FOCUS_KEYS = new Set(['Enter', 'ArrowDown', 'ArrowUp', 'Mod+a'])
const FOCUS_OWNERS = 'button, a, [role="tree"], [role="separator"], [role="tab"]'

/** Listens for the keys of all commands; once, in the app. They rest while the person types. */
export function useKeyboard(): void {
  useEffect(() => {
    const match = createKeyMatcher(commands, () => performance.now())
    const byId = new Map<string, Command>(commands.map((command) => [command.id, command]))
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const chord = formatChord(event)
      if (chord === null) return
      const target = event.target instanceof Element ? event.target : null
      const typing = target?.closest(TYPING) != null
      const own = target?.closest(OWN_KEYS) != null
      const found = typing || own ? whileTyping(chord) : match(chord)
      if (found === null || found === 'prefix') return
      if (FOCUS_KEYS.has(chord) && target?.closest(FOCUS_OWNERS) != null) return
      const command = byId.get(found.id)
      if (!command || !(command.enabled?.() ?? true)) return
      event.preventDefault()
      command.run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

function whileTyping(chord: string): { id: string } | null {
  const command = commands.find(
    (candidate: Command) => candidate.whileTyping === true && candidate.keys.includes(chord),
  )
  return command ? { id: command.id } : null
}
