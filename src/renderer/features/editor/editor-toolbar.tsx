import { useEditorState, type Editor } from '@tiptap/react'
import {
  Bold,
  Code,
  Italic,
  List,
  ListOrdered,
  Redo2,
  RemoveFormatting,
  Strikethrough,
  TextQuote,
  Underline,
  Undo2,
  type LucideIcon,
} from 'lucide-react'
import { Toolbar as RadixToolbar } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/icon-button.tsx'
import { LinkPopover } from './link-popover.tsx'

interface ToolbarCommand {
  id: string
  icon: LucideIcon
  keys?: string
  run: (editor: Editor) => void
  /** The mark or node it switches, drawn as on where it holds. */
  mark?: string
}

const COMMANDS: readonly (readonly ToolbarCommand[])[] = [
  [
    {
      id: 'bold',
      icon: Bold,
      keys: 'Mod+b',
      mark: 'bold',
      run: (editor) => editor.chain().focus().toggleBold().run(),
    },
    {
      id: 'italic',
      icon: Italic,
      keys: 'Mod+i',
      mark: 'italic',
      run: (editor) => editor.chain().focus().toggleItalic().run(),
    },
    {
      id: 'underline',
      icon: Underline,
      keys: 'Mod+u',
      mark: 'underline',
      run: (editor) => editor.chain().focus().toggleUnderline().run(),
    },
    {
      id: 'strike',
      icon: Strikethrough,
      keys: 'Mod+Shift+s',
      mark: 'strike',
      run: (editor) => editor.chain().focus().toggleStrike().run(),
    },
    {
      id: 'code',
      icon: Code,
      keys: 'Mod+e',
      mark: 'code',
      run: (editor) => editor.chain().focus().toggleCode().run(),
    },
  ],
  [
    {
      id: 'bulletList',
      icon: List,
      keys: 'Mod+Shift+8',
      mark: 'bulletList',
      run: (editor) => editor.chain().focus().toggleBulletList().run(),
    },
    {
      id: 'orderedList',
      icon: ListOrdered,
      keys: 'Mod+Shift+7',
      mark: 'orderedList',
      run: (editor) => editor.chain().focus().toggleOrderedList().run(),
    },
    {
      id: 'blockquote',
      icon: TextQuote,
      keys: 'Mod+Shift+9',
      mark: 'blockquote',
      run: (editor) => editor.chain().focus().toggleBlockquote().run(),
    },
  ],
]

const UNDO: readonly ToolbarCommand[] = [
  {
    id: 'clear',
    icon: RemoveFormatting,
    run: (editor) => editor.chain().focus().unsetAllMarks().clearNodes().run(),
  },
  { id: 'undo', icon: Undo2, keys: 'Mod+z', run: (editor) => editor.chain().focus().undo().run() },
  {
    id: 'redo',
    icon: Redo2,
    keys: 'Mod+Shift+z',
    run: (editor) => editor.chain().focus().redo().run(),
  },
]

/** Formatting of the selected text. Arrow keys move inside it; Tab leaves it. */
export function EditorToolbar({ editor, className }: { editor: Editor; className?: string }) {
  const { t } = useTranslation()
  const state = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      active: COMMANDS.flat().flatMap(({ mark }) =>
        mark !== undefined && current.isActive(mark) ? [mark] : [],
      ),
      link: current.isActive('link'),
      undo: current.can().undo(),
      redo: current.can().redo(),
    }),
  })
  const disabled = (id: string) => (id === 'undo' && !state.undo) || (id === 'redo' && !state.redo)

  const button = ({ id, icon: Icon, keys, mark, run }: ToolbarCommand) => (
    <RadixToolbar.Button key={id} asChild disabled={disabled(id)}>
      <IconButton
        label={t(`composer.format.${id}`)}
        keys={keys}
        icon={<Icon size={16} />}
        active={mark !== undefined && state.active.includes(mark)}
        aria-pressed={mark === undefined ? undefined : state.active.includes(mark)}
        disabled={disabled(id)}
        tooltipSide="top"
        // The selection in the text stays where it is.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => run(editor)}
      />
    </RadixToolbar.Button>
  )
  const separator = (id: string) => (
    <RadixToolbar.Separator key={id} className="mx-1 h-4 w-px shrink-0 bg-line" />
  )

  return (
    <RadixToolbar.Root aria-label={t('composer.format.toolbar')} className={className}>
      {COMMANDS.flatMap((group, index) => [...group.map(button), separator(`after-${index}`)])}
      <LinkPopover editor={editor} active={state.link} />
      {UNDO.map(button)}
    </RadixToolbar.Root>
  )
}
