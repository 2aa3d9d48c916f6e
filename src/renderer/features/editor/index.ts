// A third of the program: only what is loaded later (the composer's window, the settings) imports it.
export { EditorToolbar } from './editor-toolbar.tsx'
export { RichTextSurface, useRichText } from './rich-text-editor.tsx'
export { flattenTables } from './flatten-tables.ts'
