import { clsx } from 'clsx'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Lines and characters that are shown of a text at first. */
const FEW_LINES = 3
const FEW_CHARACTERS = 260

/** A text with its line breaks; of a long one the beginning, and the rest on request. */
export function LongText({ text }: { text: string }) {
  const { t } = useTranslation()
  const [isWhole, setWhole] = useState(false)
  const isLong = text.length > FEW_CHARACTERS || text.split('\n').length > FEW_LINES
  return (
    <>
      <p className={clsx('whitespace-pre-wrap', isLong && !isWhole && 'line-clamp-3')}>{text}</p>
      {isLong ? (
        <button
          type="button"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
          className="mt-0.5 rounded-sm text-xs font-semibold text-accent hover:underline"
        >
          {t(isWhole ? 'invitation.less' : 'invitation.more')}
        </button>
      ) : null}
    </>
  )
}
