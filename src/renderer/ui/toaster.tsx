import { clsx } from 'clsx'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { Toast as RadixToast } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { IconButton } from './icon-button.tsx'
import { useToasts, type Toast } from './toast-store.ts'

/** px; narrower, a toast is not read at a glance. */
const NARROWEST = 260
const MARGIN = 16

/**
 * Once, at the end of the app: the toasts of showToast(). They stand at the bottom, above outbox and
 * sync status, in the `room` (px from the start of the page) that is free there, or at the top where that is too little.
 */
export function Toaster({ room }: { room: number }) {
  const { t } = useTranslation()
  const toasts = useToasts((state) => state.toasts)
  const atBottom = room >= NARROWEST + MARGIN
  return (
    <RadixToast.Provider swipeDirection="down" label={t('ui.notification')}>
      {toasts.map((toast) => (
        <ToastView key={toast.id} toast={toast} />
      ))}
      <RadixToast.Viewport
        label={t('ui.notifications')}
        style={atBottom ? { maxWidth: room - MARGIN } : {}}
        className={clsx(
          // Beside a popover that opens in their place, at most 340 px wide.
          '[body:has([data-over-toasts])_&]:start-[364px]',
          'fixed start-4 z-50 flex w-[380px] max-w-[calc(100vw-32px)] flex-col gap-2 outline-none',
          atBottom ? 'bottom-22' : 'top-4',
        )}
      />
    </RadixToast.Provider>
  )
}

function ToastView({ toast }: { toast: Toast }) {
  const { t } = useTranslation()
  const dismiss = useToasts((state) => state.dismiss)
  const { id, text, tone, action, durationMs } = toast
  return (
    <RadixToast.Root
      type={tone === 'error' ? 'foreground' : 'background'}
      duration={durationMs}
      onOpenChange={(open) => {
        if (!open) dismiss(id)
      }}
      className="flex min-h-10 animate-toast items-center gap-2 rounded-lg border border-line bg-raised py-1.5 ps-3 pe-1.5 text-sm text-ink shadow-pop"
    >
      {tone === 'neutral' ? null : (
        <span className={clsx('shrink-0', tone === 'error' ? 'text-danger' : 'text-success')}>
          {tone === 'error' ? <CircleAlert size={16} /> : <CircleCheck size={16} />}
        </span>
      )}
      <RadixToast.Description className="min-w-0 flex-1 break-words">{text}</RadixToast.Description>
      {action === undefined ? null : (
        <RadixToast.Action
          altText={action.label}
          onClick={action.run}
          className="h-7 shrink-0 rounded-md px-2 font-semibold text-accent hover:bg-hover"
        >
          {action.label}
        </RadixToast.Action>
      )}
      <RadixToast.Close asChild>
        <IconButton label={t('ui.dismiss')} icon={<X size={14} />} size="small" tooltipSide="top" />
      </RadixToast.Close>
    </RadixToast.Root>
  )
}
