import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '@tiptap/react'
import { attachFiles, dataUrlOf, sourceOf } from './attach-files.ts'
import { RichTextSurface, useRichText } from './editor/rich-text-editor.tsx'
import { edit } from './keep-draft.ts'
import { canBeInline } from './model/attachments.ts'
import { QuoteView } from './quote-view.tsx'
import { useComposer, type Composer } from './store.ts'

interface ComposerBodyProps {
  composer: Composer
  children: (editor: Editor) => ReactNode
}

/** The text of a message and, folded under it, what it quotes. `children` gets the editor. */
export function ComposerBody({ composer, children }: ComposerBodyProps) {
  const { t } = useTranslation()
  const { key, composition, revision } = composer
  const editor: Editor | null = useRichText({
    content: composition.written,
    label: t('composer.body'),
    placeholder: t('composer.bodyPlaceholder'),
    autofocus: composer.focus === 'body',
    onChange: (written) => edit(key, { written }),
    onFiles: (files) => {
      void takePasted(key, files, (html) => editor?.commands.insertContent(html))
      return true
    },
  })

  useEffect(() => {
    if (revision === 0 || editor === null) return
    const { written } = useComposer.getState().composers.find((one) => one.key === key)
      ?.composition ?? {
      written: null,
    }
    if (written !== null && written !== editor.getHTML()) {
      editor.commands.setContent(written, { emitUpdate: false })
    }
  }, [revision, editor, key])

  return (
    <>
      <div
        className="min-h-0 flex-1 cursor-text overflow-y-auto"
        onClick={(event) => {
          if (event.target === event.currentTarget && editor !== null) focusText(editor)
        }}
      >
        <RichTextSurface editor={editor} className="px-4 py-3" />
        {composition.quote === null ? null : (
          <QuoteView
            html={composition.quote}
            onRemove={() => edit(key, { quote: null })}
            onEdit={() => {
              const quote = composition.quote ?? ''
              edit(key, { quote: null })
              editor?.chain().insertContentAt(editor.state.doc.content.size, quote).run()
            }}
          />
        )}
      </div>
      {editor === null ? null : children(editor)}
    </>
  )
}

/** Puts the cursor at the end of what is written, which is before the signature. */
function focusText(editor: Editor): void {
  let end = editor.state.doc.content.size
  editor.state.doc.forEach((node, offset) => {
    if (node.type.name === 'signature') end = Math.min(end, offset)
  })
  editor.commands.focus(Math.max(1, end - 1))
}

/** Pictures go into the text where they can; everything else becomes an attachment. */
async function takePasted(
  key: string,
  files: readonly File[],
  insert: (html: { type: string; attrs: { src: string; alt: string } }) => void,
): Promise<void> {
  const inline = files.filter(canBeInline)
  const others = files.filter((file) => !canBeInline(file))
  for (const file of inline) {
    insert({ type: 'image', attrs: { src: await dataUrlOf(file), alt: file.name } })
  }
  await attachFiles(key, others.map(sourceOf))
}
