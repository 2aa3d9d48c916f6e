import { clsx } from 'clsx'
import i18next from 'i18next'
import { useEffect } from 'react'
import { useMailboxes } from '../../../state/accounts.ts'
import { transport } from '../../../client/transport.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { showToast } from '../../../ui/toast-store.ts'
import { ComposerWindow } from './composer-window.tsx'
import { getExpandedKeys } from './dock-layout.ts'
import { openComposer } from '../open-composer.ts'
import { persistComposers, restoreComposers } from '../draft/persist-composers.ts'
import { SendOutcomeToasts } from '../sending/send-outcome-toasts.tsx'
import { registerOpener, useComposer } from '../composer-store.ts'
import { usePageWidth } from '../../../ui/use-page-width.ts'

// Once for the page, however often the dock is drawn.
let started: Promise<void> | null = null

async function start(): Promise<void> {
  try {
    await restoreComposers(localStorage)
  } catch (error) {
    showToast({ tone: 'error', text: errorText(i18next.t, error) })
  }
  persistComposers(localStorage)
  if (transport.kind === 'browser') window.addEventListener('beforeunload', confirmUnload)
  registerOpener((request) => void openComposer(request))
}

/** Files live in this page only; the browser asks before it leaves them behind. */
function confirmUnload(event: BeforeUnloadEvent): void {
  const { composers } = useComposer.getState()
  if (composers.some(({ attachments }) => attachments.length > 0)) event.preventDefault()
}

/** All composers, docked at the bottom end of the page: open side by side, or as bars. */
export function ComposerDock() {
  const composers = useComposer((state) => state.composers)
  const activeKey = useComposer((state) => state.activeKey)
  const mailboxes = useMailboxes() ?? []
  const width = usePageWidth()
  useEffect(() => {
    started ??= start()
  }, [])

  const visible = composers.filter((composer) => !composer.sending)
  const open = getExpandedKeys(visible, activeKey, width)
  return (
    <>
      <SendOutcomeToasts />
      <div className="pointer-events-none fixed inset-x-3 bottom-0 z-30 flex items-end justify-end gap-3">
        {composers.map((composer) => {
          const full = composer.layout === 'full'
          const isOpen = full || open.has(composer.key)
          return (
            <ComposerWindow
              key={composer.key}
              composer={composer}
              mailboxes={mailboxes}
              open={isOpen}
              className={clsx(
                composer.sending && 'hidden!',
                full
                  ? 'fixed! inset-x-6 top-6 bottom-0 z-10 rounded-t-lg'
                  : isOpen
                    ? 'h-[520px] max-h-[calc(100vh-16px)] w-[560px] max-w-full shrink-0 rounded-t-lg border-b-0'
                    : 'w-60 min-w-0 rounded-t-lg border-b-0',
              )}
            />
          )
        })}
      </div>
    </>
  )
}
