import type { Editor } from '@tiptap/react'
import { Link2 } from 'lucide-react'
import { Popover, Toolbar as RadixToolbar } from 'radix-ui'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { parseLinkTarget } from './parse-link-target.ts'

/** Sets, changes or removes the link of the selected text. Mod+K opens it from the text. */
export function LinkPopover({ editor, active }: { editor: Editor; active: boolean }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)

  const change = (next: boolean) => {
    if (next) {
      const href: unknown = editor.getAttributes('link')['href']
      setText(typeof href === 'string' ? href : '')
      setWrong(false)
    }
    setOpen(next)
  }

  useEffect(() => {
    const surface = editor.view.dom
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        event.stopPropagation()
        const href: unknown = editor.getAttributes('link')['href']
        setText(typeof href === 'string' ? href : '')
        setWrong(false)
        setOpen(true)
      }
    }
    surface.addEventListener('keydown', onKey)
    return () => surface.removeEventListener('keydown', onKey)
  }, [editor])

  const apply = () => {
    const href = parseLinkTarget(text)
    if (href === null) {
      setWrong(true)
      return
    }
    const chain = editor.chain().focus().extendMarkRange('link')
    if (editor.state.selection.empty && !active) {
      chain
        .insertContent({
          type: 'text',
          text: text.trim(),
          marks: [{ type: 'link', attrs: { href } }],
        })
        .run()
    } else {
      chain.setLink({ href }).run()
    }
    setOpen(false)
  }

  return (
    <Popover.Root open={open} onOpenChange={change}>
      <RadixToolbar.Button asChild>
        <Popover.Trigger asChild>
          <IconButton
            label={t('composer.format.link')}
            keys="Mod+k"
            icon={<Link2 size={16} />}
            active={active}
            tooltipSide="top"
            onMouseDown={(event) => event.preventDefault()}
          />
        </Popover.Trigger>
      </RadixToolbar.Button>
      <Popover.Portal>
        <Popover.Content
          aria-label={t('composer.format.link')}
          side="top"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 w-80 animate-pop rounded-lg border border-line bg-raised p-3 shadow-pop outline-none"
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            editor.commands.focus()
          }}
          onKeyDown={(event) => event.stopPropagation()}
        >
          <form
            onSubmit={(event) => {
              event.preventDefault()
              event.stopPropagation()
              apply()
            }}
          >
            <TextField
              label={t('composer.link.address')}
              value={text}
              onChange={(event) => {
                setText(event.target.value)
                setWrong(false)
              }}
              placeholder="https://"
              autoComplete="off"
              spellCheck={false}
              error={wrong ? t('composer.link.invalid') : undefined}
            />
            <div className="mt-3 flex justify-end gap-2">
              {active ? (
                <Button
                  size="small"
                  tone="ghost"
                  onClick={() => {
                    editor.chain().focus().extendMarkRange('link').unsetLink().run()
                    setOpen(false)
                  }}
                >
                  {t('composer.link.remove')}
                </Button>
              ) : null}
              <Button size="small" tone="primary" type="submit">
                {t('composer.link.apply')}
              </Button>
            </div>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
