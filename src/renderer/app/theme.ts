import { useEffect } from 'react'
import type { Settings } from '#shared/contract/settings.ts'

const STORAGE_KEY = 'mailmanager.theme'
const DARK = '(prefers-color-scheme: dark)'

/** Puts the theme of the last run on the page before anything is drawn. */
export function applyStoredTheme(): void {
  const theme = localStorage.getItem(STORAGE_KEY)
  apply(theme === 'light' || theme === 'dark' ? theme : 'system')
}

/** Keeps the page in the person’s theme, and follows the system where they chose that. */
export function useTheme(theme: Settings['theme']): void {
  useEffect(() => {
    localStorage.setItem(STORAGE_KEY, theme)
    apply(theme)
    const media = matchMedia(DARK)
    const follow = () => apply(theme)
    media.addEventListener('change', follow)
    return () => media.removeEventListener('change', follow)
  }, [theme])
}

function apply(theme: Settings['theme']): void {
  const dark = theme === 'dark' || (theme === 'system' && matchMedia(DARK).matches)
  document.documentElement.classList.toggle('dark', dark)
}
