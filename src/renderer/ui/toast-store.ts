import { create } from 'zustand'

export interface ToastOptions {
  text: string
  tone?: 'neutral' | 'success' | 'error'
  action?: { label: string; run: () => void }
  /** Milliseconds; by default 6 s, and 10 s for errors. */
  durationMs?: number
}

export interface Toast {
  id: number
  text: string
  tone: 'neutral' | 'success' | 'error'
  action: { label: string; run: () => void } | undefined
  durationMs: number
}

interface Toasts {
  toasts: readonly Toast[]
  show: (options: ToastOptions) => number
  dismiss: (id: number) => void
}

/** More would cover the list; the oldest goes. */
const MAX_TOASTS = 3

// Never used twice: whoever dismisses an old toast late must not take away another.
let lastId = 0

export const useToasts = create<Toasts>()((set, get) => ({
  toasts: [],
  show: ({ text, tone = 'neutral', action, durationMs }) => {
    const id = (lastId += 1)
    const toast = {
      id,
      text,
      tone,
      action,
      durationMs: durationMs ?? (tone === 'error' ? 10_000 : 6000),
    }
    set({ toasts: [...get().toasts, toast].slice(-MAX_TOASTS) })
    return id
  },
  dismiss: (id) => set({ toasts: get().toasts.filter((toast) => toast.id !== id) }),
}))

/** Says something without stopping anyone; answers an id for dismissToast. */
export function showToast(options: ToastOptions): number {
  return useToasts.getState().show(options)
}

/** Takes a toast away early. */
export function dismissToast(id: number): void {
  useToasts.getState().dismiss(id)
}
