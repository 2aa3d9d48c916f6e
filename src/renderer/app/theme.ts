import { useEffect } from 'react'
import type { Settings } from '#shared/contract/settings.ts'

const REMEMBERED = 'mailmanager.theme'
const DARK = '(prefers-color-scheme: dark)'

/** Puts the theme of the last run on the page before anything is drawn. */
export function applyRememberedTheme(): void {
  const theme = localStorage.getItem(REMEMBERED)
  apply(theme === 'light' || theme === 'dark' ? theme : 'system')
}

/** Keeps the page in the person’s theme, and follows the system where they chose that. */
export function useTheme(theme: Settings['theme']): void {
  useEffect(() => {
    localStorage.setItem(REMEMBERED, theme)
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
