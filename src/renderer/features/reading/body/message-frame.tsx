import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { MESSAGE_FRAME_SANDBOX, messageFrameDocument } from '#shared/domain/message-frame.ts'
import { useDarkPage } from '../../../ui/use-dark-page.ts'
import { withDarkColours } from './dark-colours.ts'
import { MESSAGE_FRAME_ID } from './message-frame-id.ts'

interface MessageFrameProps {
  html: string
  images: 'block' | 'show'
  title: string
  /** Its own colours, on light paper, although the page may be dark. */
  originalColours: boolean
}

/** The message’s own document: sandboxed, without scripts, with an origin of its own. */
export function MessageFrame({ html, images, title, originalColours }: MessageFrameProps) {
  const { t } = useTranslation()
  const frame = useRef<HTMLIFrameElement>(null)
  const theme = useDarkPage() && !originalColours ? 'dark' : 'light'
  const document = useMemo(() => {
    const shown = theme === 'dark' ? withDarkColours(html) : html
    return messageFrameDocument({ html: shown, images, theme, fontSize: 14 })
  }, [html, images, theme])

  // A frame that has the focus swallows every key, so it keeps it only while the pointer is in it.
  useEffect(() => {
    const element = frame.current
    const giveBack = () => element?.blur()
    element?.addEventListener('pointerleave', giveBack)
    return () => element?.removeEventListener('pointerleave', giveBack)
  }, [])

  return (
    <iframe
      ref={frame}
      id={MESSAGE_FRAME_ID}
      title={t('reading.frame', { subject: title })}
      sandbox={MESSAGE_FRAME_SANDBOX}
      srcDoc={document}
      referrerPolicy="no-referrer"
      className="block min-h-0 w-full flex-1 border-0 bg-surface"
    />
  )
}
