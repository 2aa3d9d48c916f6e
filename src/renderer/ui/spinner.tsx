import { LoaderCircle } from 'lucide-react'

/** Something is under way; say what in words beside it. Size in pixels. */
export function Spinner({ size = 16 }: { size?: number }) {
  return <LoaderCircle size={size} className="shrink-0 animate-spin-soft" aria-hidden="true" />
}
