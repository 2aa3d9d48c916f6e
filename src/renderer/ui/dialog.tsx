import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { Dialog as RadixDialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './icon-button.tsx'

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: string | undefined
  size?: 'small' | 'medium' | 'large'
  /** Buttons at the end, the main one last. */
  footer?: ReactNode
  children?: ReactNode
}

const WIDTHS = { small: 'max-w-[420px]', medium: 'max-w-[560px]', large: 'max-w-[840px]' }

/** A dialog in the middle of the window; focus stays inside, Escape closes it. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  size = 'medium',
  footer,
  children,
}: DialogProps) {
  const { t } = useTranslation()
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <div className="pointer-events-none fixed inset-0 z-40 flex items-center justify-center p-6">
          <RadixDialog.Content
            {...(description === undefined ? { 'aria-describedby': undefined } : {})}
            // Unless something in it asked for the focus: else Close has it, with its tooltip open.
            onOpenAutoFocus={(event) => {
              event.preventDefault()
              if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
            }}
            className={clsx(
              'pointer-events-auto flex max-h-full w-full animate-pop flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-pop outline-none',
              WIDTHS[size],
            )}
          >
            <header className="flex shrink-0 items-start gap-3 ps-5 pe-3 pt-4">
              <div className="min-w-0 flex-1">
                <RadixDialog.Title className="text-base font-semibold text-ink">
                  {title}
                </RadixDialog.Title>
                {description === undefined ? null : (
                  <RadixDialog.Description className="mt-1 text-sm text-ink-2">
                    {description}
                  </RadixDialog.Description>
                )}
              </div>
              <RadixDialog.Close asChild>
                <IconButton label={t('ui.close')} keys="Escape" icon={<X size={16} />} />
              </RadixDialog.Close>
            </header>
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-3 pb-5">{children}</div>
            {footer === undefined ? null : (
              <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line px-5 py-3">
                {footer}
              </footer>
            )}
          </RadixDialog.Content>
        </div>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  )
}
