import { Extension, mergeAttributes, Node, type Extensions } from '@tiptap/core'
import { Placeholder } from '@tiptap/extensions'
import StarterKit from '@tiptap/starter-kit'
import { SIGNATURE_CLASS } from '../../state/signature-class.ts'

/**
 * A picture in the text. Only `data:` URLs: a pasted page must not make the message, or the
 * composer, load anything from elsewhere.
 */
const InlineImage = Node.create({
  name: 'image',
  group: 'inline',
  inline: true,
  draggable: true,
  addAttributes() {
    return { src: { default: null }, alt: { default: '' } }
  },
  parseHTML() {
    return [{ tag: 'img[src^="data:image/"]' }]
  },
  renderHTML({ HTMLAttributes }) {
    return ['img', mergeAttributes(HTMLAttributes)]
  },
})

/** The mailbox’s signature: ordinary text to edit, and one element to exchange. */
const Signature = Node.create({
  name: 'signature',
  group: 'block',
  content: 'block+',
  defining: true,
  parseHTML() {
    return [{ tag: `div.${SIGNATURE_CLASS}` }]
  },
  renderHTML() {
    return ['div', { class: SIGNATURE_CLASS }, 0]
  },
})

/** Mod+Shift+B belongs to Bcc, so quoting has the key that web mail gave it. */
const BlockquoteShortcut = Extension.create({
  name: 'quoteKey',
  priority: 1000,
  addKeyboardShortcuts() {
    return { 'Mod-Shift-9': () => this.editor.commands.toggleBlockquote() }
  },
})

/** What a message’s text can hold. Pasted HTML keeps only what these elements know. */
export function editorExtensions(placeholder: string): Extensions {
  return [
    StarterKit.configure({
      heading: false,
      horizontalRule: false,
      trailingNode: false,
      link: {
        openOnClick: false,
        autolink: true,
        defaultProtocol: 'https',
        HTMLAttributes: { rel: null, target: null },
      },
    }),
    InlineImage,
    Signature,
    BlockquoteShortcut,
    Placeholder.configure({ placeholder }),
  ]
}
