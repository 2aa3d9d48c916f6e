import { EditorContent, useEditor, type Editor } from '@tiptap/react'
import { clsx } from 'clsx'
import { useEffect, useRef } from 'react'
import { editorExtensions } from './editor-extensions.ts'
import { flattenTables } from './flatten-tables.ts'
import './editor.css'

interface RichTextOptions {
  /** HTML to begin with. */
  content: string
  /** Accessible name. */
  label: string
  placeholder: string
  onChange: (html: string) => void
  /** Files that were pasted; answers whether it took them. */
  onFiles?: (files: readonly File[]) => boolean
  autofocus?: boolean
}

/** An editor for rich text; null only before its first render. */
export function useRichText({
  content,
  label,
  placeholder,
  onChange,
  onFiles,
  autofocus = false,
}: RichTextOptions): Editor | null {
  // The editor is made once and calls what is current.
  const handlers = useRef({ onChange, onFiles })
  useEffect(() => {
    handlers.current = { onChange, onFiles }
  })
  const plainPaste = useRef(false)

  return useEditor({
    extensions: editorExtensions(placeholder),
    content,
    autofocus: autofocus ? 'start' : false,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: { 'aria-label': label, role: 'textbox', 'aria-multiline': 'true' },
      handleKeyDown: (_view, event) => {
        // Ctrl+Shift+V: browsers paste plain text by themselves, some webviews do not.
        plainPaste.current =
          (event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === 'v'
        return false
      },
      transformPastedHTML: flattenTables,
      handlePaste: (view, event) => {
        const data = event.clipboardData
        if (data === null) return false
        if (plainPaste.current) {
          plainPaste.current = false
          const text = data.getData('text/plain')
          if (text === '') return false
          view.pasteText(text, event)
          return true
        }
        const files = [...data.files]
        // Office programs put a picture of the text beside the text itself.
        if (files.length === 0 || data.getData('text/html') !== '') return false
        return handlers.current.onFiles?.(files) ?? false
      },
    },
    onUpdate: ({ editor }) => handlers.current.onChange(editor.getHTML()),
  })
}

/** The surface on which an editor writes. */
export function RichTextSurface({
  editor,
  className,
}: {
  editor: Editor | null
  className?: string
}) {
  return <EditorContent editor={editor} className={clsx('rich-text', className)} />
}
