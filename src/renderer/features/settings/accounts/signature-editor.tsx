import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isBlank } from '../../composer/index.ts'
import { RichTextSurface, useRichText, EditorToolbar } from '../../editor/index.ts'

/** ms after the last key. */
const SAVE_AFTER_MS = 600

interface SignatureEditorProps {
  signatureHtml: string
  onSave: (html: string) => void
}

/** The signature under new messages of a mailbox; kept while it is written. */
export function SignatureEditor({ signatureHtml, onSave }: SignatureEditorProps) {
  const { t } = useTranslation()
  const unsaved = useRef<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const save = useRef(onSave)
  useEffect(() => {
    save.current = onSave
  })

  const flush = () => {
    clearTimeout(timer.current)
    const html = unsaved.current
    unsaved.current = null
    if (html !== null) save.current(html)
  }
  // Closing the dialog right after the last key keeps it too.
  useEffect(() => flush, [])

  const editor = useRichText({
    content: signatureHtml,
    label: t('settings.mailbox.signature'),
    placeholder: t('settings.mailbox.signaturePlaceholder'),
    onChange: (html) => {
      unsaved.current = isBlank(html) ? '' : html
      clearTimeout(timer.current)
      timer.current = setTimeout(flush, SAVE_AFTER_MS)
    },
  })
  return (
    <div className="flex flex-col gap-1 py-3">
      <p>{t('settings.mailbox.signature')}</p>
      <div className="rounded-md border border-line-strong bg-surface focus-within:border-accent">
        <RichTextSurface editor={editor} className="max-h-40 overflow-y-auto px-3 py-2" />
        {editor === null ? null : (
          <EditorToolbar
            editor={editor}
            className="flex flex-wrap items-center gap-0.5 border-t border-line px-1.5 py-1"
          />
        )}
      </div>
    </div>
  )
}
