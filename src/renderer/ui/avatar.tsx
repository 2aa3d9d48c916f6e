import { addressHue, initialsOf } from './avatar-text.ts'

interface AvatarProps {
  name: string
  email: string
  /** Pixels. */
  size?: number
}

/** Initials on a colour that the address always gets; no picture is ever fetched. */
export function Avatar({ name, email, size = 32 }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className="inline-flex shrink-0 items-center justify-center rounded-full bg-[oklch(0.92_0.045_var(--hue))] font-semibold text-[oklch(0.4_0.09_var(--hue))] select-none dark:bg-[oklch(0.36_0.05_var(--hue))] dark:text-[oklch(0.9_0.05_var(--hue))]"
      style={{
        width: size,
        height: size,
        fontSize: Math.round(size * 0.38),
        ['--hue' as string]: addressHue(email),
      }}
    >
      {initialsOf(name, email)}
    </span>
  )
}
