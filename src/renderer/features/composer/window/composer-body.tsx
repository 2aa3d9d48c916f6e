import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '@tiptap/react'
import { attachFiles, readAsDataUrl, toFileSource } from '../attachments/attach-files.ts'
import { flattenTables, RichTextSurface, useRichText } from '../../editor/index.ts'
import { updateModel } from '../draft/draft-autosave.ts'
import { canBeInline } from '../attachments/composer-attachment.ts'
import { QuotedMessageView } from './quoted-message-view.tsx'
import { useComposer, type Composer } from '../composer-store.ts'

interface ComposerBodyProps {
  composer: Composer
  children: (editor: Editor) => ReactNode
}

/** The text of a message and, folded under it, what it quotes. `children` gets the editor. */
export function ComposerBody({ composer, children }: ComposerBodyProps) {
  const { t } = useTranslation()
  const { key, model: composition, revision } = composer
  const editor: Editor | null = useRichText({
    content: composition.written,
    label: t('composer.body'),
    placeholder: t('composer.bodyPlaceholder'),
    autofocus: composer.focus === 'body',
    onChange: (written) => updateModel(key, { written }),
    onFiles: (files) => {
      void insertPastedFiles(key, files, (html) => editor?.commands.insertContent(html))
      return true
    },
  })

  useEffect(() => {
    if (revision === 0 || editor === null) return
    const { written } = useComposer.getState().composers.find((one) => one.key === key)?.model ?? {
      written: null,
    }
    if (written !== null && written !== editor.getHTML()) {
      editor.commands.setContent(written, { emitUpdate: false })
    }
  }, [revision, editor, key])

  return (
    <>
      {/* eslint-disable-next-line jsx-a11y-x/no-static-element-interactions -- only the mouse needs the space below the text; with keys one is in it already */}
      <div
        className="min-h-0 flex-1 cursor-text overflow-y-auto"
        onClick={(event) => {
          if (event.target === event.currentTarget && editor !== null) focusText(editor)
        }}
      >
        <RichTextSurface editor={editor} className="px-4 py-3" />
        {composition.quote === null ? null : (
          <QuotedMessageView
            html={composition.quote}
            onRemove={() => updateModel(key, { quote: null })}
            onEdit={() => {
              const quote = flattenTables(composition.quote ?? '')
              updateModel(key, { quote: null })
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
async function insertPastedFiles(
  key: string,
  files: readonly File[],
  insert: (html: { type: string; attrs: { src: string; alt: string } }) => void,
): Promise<void> {
  const inline = files.filter(canBeInline)
  const others = files.filter((file) => !canBeInline(file))
  for (const file of inline) {
    insert({ type: 'image', attrs: { src: await readAsDataUrl(file), alt: file.name } })
  }
  await attachFiles(key, others.map(toFileSource))
}
