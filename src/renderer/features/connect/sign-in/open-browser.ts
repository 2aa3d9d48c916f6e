import type { TFunction } from 'i18next'
import { transport } from '../../../client/transport.ts'
import { showToast } from '../../../ui/toast-store.ts'

/**
 * A browser tab for an address that is not known yet. It must be opened in the click itself, or the
 * browser blocks it; on the desktop the window sends the address to the system’s browser.
 */
export interface BrowserTab {
  go: (url: string) => void
  close: () => void
}

/** Opens the tab now; its address follows. */
export function openTab(): BrowserTab {
  if (transport.kind === 'desktop') {
    return { go: openPage, close: () => undefined }
  }
  const tab = window.open('', '_blank')
  return {
    go: (url) => {
      if (tab === null) return
      // The page of another site must not reach this one.
      tab.opener = null
      tab.location.replace(url)
    },
    close: () => tab?.close(),
  }
}

/** Opens an address that is known, in the browser. */
export function openPage(url: string): void {
  window.open(url, '_blank', 'noopener,noreferrer')
}

/** Puts an address on the clipboard, and says so. */
export async function copyLink(t: TFunction, url: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(url)
    showToast({ text: t('connect.copied') })
  } catch {
    showToast({ tone: 'error', text: t('connect.copyFailed') })
  }
}
