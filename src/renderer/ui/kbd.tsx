import { clsx } from 'clsx'

const IS_MAC = typeof navigator !== 'undefined' && /mac|iphone|ipad/iu.test(navigator.userAgent)

const ARROWS = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' }
const SYMBOLS: Record<string, string> = IS_MAC
  ? { ...ARROWS, Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵', Escape: 'esc' }
  : { ...ARROWS, Mod: 'Ctrl', Shift: 'Shift', Alt: 'Alt', Enter: 'Enter', Escape: 'Esc' }

/** The caps to draw for keys such as `Mod+k`, `Shift+i` or the sequence `g i`. */
export function keyCaps(keys: string): string[] {
  return keys
    .split(' ')
    .flatMap((chord) =>
      chord === '+'
        ? ['+']
        : chord
            .split('+')
            .map((key) => SYMBOLS[key] ?? (key.length === 1 ? key.toUpperCase() : key)),
    )
}

/** Keys as caps, in the words of this platform. */
export function Kbd({ keys, onDark = false }: { keys: string; onDark?: boolean }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-0.5" aria-hidden="true">
      {keyCaps(keys).map((cap, index) => (
        <kbd
          key={index}
          className={clsx(
            'inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm px-1 font-sans text-2xs leading-none',
            onDark ? 'bg-white/15 text-inherit' : 'border border-line bg-canvas text-ink-2',
          )}
        >
          {cap}
        </kbd>
      ))}
    </span>
  )
}
