import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboxState } from '#shared/contract/enums.ts'
import { useNavigation } from '../../../state/navigation.ts'
import { useOperation } from '../../../client/queries.ts'
import { dismissToast, showToast } from '../../../ui/toast-store.ts'
import { useSendingMessages } from './sending-messages.ts'

/** Long enough for any sending; the toast goes when the outcome is there. */
const SENDING_TOAST_MS = 120_000

/** Follows every message that was just sent; shows nothing but toasts. */
export function SendOutcomeToasts() {
  const outboxIds = useSendingMessages((state) => state.outboxIds)
  return outboxIds.map((outboxId) => <SendOutcomeToast key={outboxId} outboxId={outboxId} />)
}

function SendOutcomeToast({ outboxId }: { outboxId: string }) {
  const { t } = useTranslation()
  const end = useSendingMessages((state) => state.end)
  const go = useNavigation((state) => state.go)
  const toast = useRef<number | null>(null)
  const state = useOperation('outbox.get', { id: outboxId }).data?.state

  useEffect(() => {
    toast.current ??= showToast({ text: t('composer.sending'), durationMs: SENDING_TOAST_MS })
    const outcome = state === undefined ? null : findOutcome(state)
    if (outcome === null) return
    dismissToast(toast.current)
    end(outboxId)
    switch (outcome) {
      case 'sent':
        showToast({ tone: 'success', text: t('composer.sent') })
        break
      case 'failed':
      case 'unknown':
        showToast({
          tone: 'error',
          text: t(outcome === 'failed' ? 'composer.notSent' : 'composer.sendUnknown'),
          action: { label: t('composer.openOutbox'), run: () => go({ kind: 'outbox' }) },
        })
        break
      case 'cancelled':
        break
    }
  }, [state, outboxId, end, go, t])
  return null
}

/** How sending ended, or null while it goes on. */
function findOutcome(state: OutboxState): 'sent' | 'failed' | 'unknown' | 'cancelled' | null {
  switch (state) {
    case 'scheduled':
    case 'waiting':
    case 'sending':
      return null
    case 'sent':
    case 'failed':
    case 'unknown':
    case 'cancelled':
      return state
  }
}
