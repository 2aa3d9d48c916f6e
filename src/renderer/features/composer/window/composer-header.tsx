import { Maximize2, Minimize2, Minus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { AccountDot } from '../../../ui/account-dot.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import type { ComposerLayout } from './dock-layout.ts'

interface ComposerHeaderProps {
  title: string
  colour: string | null
  layout: ComposerLayout
  /** Drawn as a bar: a click anywhere opens it. */
  bar: boolean
  onOpen: () => void
  onLayout: (layout: ComposerLayout) => void
  onClose: () => void
}

/** The bar of a composer: what it is about, and its window's buttons. */
export function ComposerHeader({
  title,
  colour,
  layout,
  bar,
  onOpen,
  onLayout,
  onClose,
}: ComposerHeaderProps) {
  const { t } = useTranslation()
  return (
    <header className="flex h-10 shrink-0 items-center gap-0.5 border-b border-line bg-canvas ps-4 pe-1.5">
      <button
        type="button"
        className="flex h-full min-w-0 flex-1 items-center gap-2 text-start font-semibold"
        aria-label={bar ? t('composer.openNamed', { subject: title }) : undefined}
        aria-expanded={!bar}
        onClick={() => (bar ? onOpen() : onLayout('minimised'))}
      >
        {colour === null ? null : <AccountDot colour={colour} />}
        <span className="truncate">{title}</span>
      </button>
      {bar ? null : (
        <>
          <IconButton
            size="small"
            label={t('composer.minimise')}
            keys="Escape"
            icon={<Minus size={16} />}
            tooltipSide="top"
            onClick={() => onLayout('minimised')}
          />
          <IconButton
            size="small"
            label={t(layout === 'full' ? 'composer.shrink' : 'composer.grow')}
            icon={layout === 'full' ? <Minimize2 size={14} /> : <Maximize2 size={14} />}
            tooltipSide="top"
            onClick={() => onLayout(layout === 'full' ? 'docked' : 'full')}
          />
        </>
      )}
      <IconButton
        size="small"
        label={t('composer.close')}
        icon={<X size={16} />}
        tooltipSide="top"
        onClick={onClose}
      />
    </header>
  )
}
