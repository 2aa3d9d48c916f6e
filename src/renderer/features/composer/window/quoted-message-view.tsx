import { Ellipsis } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withFrameLinks } from '#shared/domain/message-frame.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { hideRemotePictures } from './hide-remote-pictures.ts'

interface QuotedMessageViewProps {
  html: string
  onRemove: () => void
  /** Takes the quoted text into the editor, with simpler formatting. */
  onEdit: () => void
}

/**
 * The quoted message, folded; it goes out as it came, so it is shown in a frame of its own. Its
 * remote pictures go along and are hidden only here.
 */
export function QuotedMessageView({ html, onRemove, onEdit }: QuotedMessageViewProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const shown = useMemo(() => hideRemotePictures(html), [html])
  return (
    <div className="px-4 pb-3">
      <div className="flex items-center gap-1">
        <IconButton
          size="small"
          label={t(open ? 'composer.hideQuote' : 'composer.showQuote')}
          icon={<Ellipsis size={16} />}
          active={open}
          aria-expanded={open}
          tooltipSide="top"
          className="w-8! border border-line-strong"
          onClick={() => setOpen(!open)}
        />
        {open ? (
          <>
            <Button size="small" tone="ghost" onClick={onEdit}>
              {t('composer.editQuote')}
            </Button>
            <Button size="small" tone="ghost" onClick={onRemove}>
              {t('composer.removeQuote')}
            </Button>
          </>
        ) : null}
      </div>
      {shown.hidden > 0 ? (
        <p className="mt-1 text-xs text-ink-3">{t('composer.remotePictures')}</p>
      ) : null}
      {open ? (
        <iframe
          title={t('composer.quote')}
          sandbox=""
          referrerPolicy="no-referrer"
          srcDoc={quotedMessageDocument(shown.html)}
          className="mt-2 h-56 w-full rounded-md border border-line bg-white"
        />
      ) : null}
    </div>
  )
}

/** The frame runs no script and loads nothing: its own policy allows only styles and data images. */
function quotedMessageDocument(html: string): string {
  return [
    '<!doctype html><meta charset="utf-8">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:">',
    '<style>body{margin:12px;font:14px/1.5 system-ui,sans-serif;color:#222;overflow-wrap:anywhere}',
    'blockquote{margin:8px 0;padding-left:12px;border-left:2px solid #ccc}img{max-width:100%}</style>',
    withFrameLinks(html),
  ].join('')
}
