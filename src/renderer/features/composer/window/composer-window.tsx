import { clsx } from 'clsx'
import { Paperclip, SendHorizontal, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { MAX_SUBJECT_LENGTH } from '#shared/domain/message-limits.ts'
import type { MailboxWithAccounts } from '../../../state/accounts.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useConnectDialog } from '../../../state/connect-dialog.ts'
import { closeComposer, discardComposer, sendAnyway, sendComposer } from '../composer-actions.ts'
import { attachFiles, removeAttachment, toFileSource } from '../attachments/attach-files.ts'
import { AttachmentList } from '../attachments/attachment-list.tsx'
import { ComposerBody } from './composer-body.tsx'
import { ComposerHeader } from './composer-header.tsx'
import { ComposerNotice } from './composer-notice.tsx'
import { EditorToolbar } from '../../editor/index.ts'
import { FromSelect } from './from-select.tsx'
import { updateModel, flushDraft } from '../draft/draft-autosave.ts'
import { replaceSignature } from '../model/signature.ts'
import { RecipientFields } from './recipient-fields.tsx'
import { SaveStatus } from './save-status.tsx'
import { useComposer, type Composer } from '../composer-store.ts'

interface ComposerWindowProps {
  composer: Composer
  mailboxes: readonly MailboxWithAccounts[]
  /** False while it is drawn as a bar. */
  open: boolean
  className?: string
}

/** One message being written. As a bar it keeps its editor, with selection and undo. */
export function ComposerWindow({ composer, mailboxes, open, className }: ComposerWindowProps) {
  const { t } = useTranslation()
  const { key, model: composition, attachments, layout, notice } = composer
  const { patch, activate } = useComposer.getState()
  const [dropping, setDropping] = useState(false)
  const fileInput = useRef<HTMLInputElement>(null)
  const section = useRef<HTMLElement>(null)

  const here = mailboxes.find(({ mailbox }) => mailbox.mailboxId === composition.mailboxId)
  const account =
    here?.accounts.find(({ accountId }) => accountId === composition.accountId) ?? null
  const sender = account === null ? null : { connected: account.status === 'connected' }
  const title = composition.subject.trim() === '' ? t('composer.newMessage') : composition.subject

  const send = () => void sendComposer(key, sender)
  const setLayout = (next: Composer['layout']) => {
    patch(key, { layout: next })
    if (next !== 'minimised') activate(key)
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  }
  const chooseSender = (mailboxId: string, accountId: string, from: string | null) => {
    const next = mailboxes.find(({ mailbox }) => mailbox.mailboxId === mailboxId)
    const written = replaceSignature(
      composition.written,
      here?.mailbox.signatureHtml ?? '',
      next?.mailbox.signatureHtml ?? '',
    )
    updateModel(key, { mailboxId, accountId, from, written })
    if (written !== composition.written) patch(key, { revision: composer.revision + 1 })
  }
  const attach = (files: FileList | null) =>
    void attachFiles(key, [...(files ?? [])].map(toFileSource))

  const onKeyDown = (event: KeyboardEvent) => {
    const command = event.ctrlKey || event.metaKey
    const letter = event.key.toLowerCase()
    if (event.key === 'Enter' && command) send()
    else if (event.key === 'Escape' && !event.defaultPrevented) setLayout('minimised')
    else if (command && event.shiftKey && (letter === 'c' || letter === 'b')) {
      patch(key, {
        shownFields: { ...composer.shownFields, [letter === 'c' ? 'cc' : 'bcc']: true },
      })
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onDrag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setDropping(true)
  }

  // A bar that opens again gives the focus to the text.
  const wasOpen = useRef(open)
  useEffect(() => {
    if (open && !wasOpen.current) {
      section.current?.querySelector<HTMLElement>('.ProseMirror')?.focus()
    }
    wasOpen.current = open
  }, [open])

  return (
    // eslint-disable-next-line jsx-a11y-x/no-noninteractive-element-interactions -- it handles the keys of the fields inside it, and files dropped anywhere on it
    <section
      ref={section}
      // A bar is no place of its own: there the keys of the app hold.
      role={open ? 'dialog' : 'group'}
      aria-label={title}
      onKeyDownCapture={(event) => {
        // Before the editor, which has other plans for these keys.
        const command = event.ctrlKey || event.metaKey
        if (command && (event.key === 'Enter' || (event.shiftKey && /^[cb]$/iu.test(event.key)))) {
          onKeyDown(event)
        }
      }}
      onKeyDown={onKeyDown}
      onFocus={() => activate(key)}
      onDragEnter={onDrag}
      onDragOver={onDrag}
      onDragLeave={(event) => {
        if (!isInside(event.currentTarget, event.relatedTarget)) setDropping(false)
      }}
      onDropCapture={(event) => {
        setDropping(false)
        if (event.dataTransfer.files.length === 0) return
        event.preventDefault()
        event.stopPropagation()
        attach(event.dataTransfer.files)
      }}
      className={clsx(
        'pointer-events-auto relative flex flex-col overflow-hidden border border-line-strong bg-raised text-sm shadow-pop',
        className,
      )}
    >
      <ComposerHeader
        title={title}
        colour={account?.colour ?? null}
        layout={layout}
        bar={!open}
        onOpen={() => setLayout('docked')}
        onLayout={setLayout}
        onClose={() => void closeComposer(key)}
      />
      <div className={clsx('min-h-0 flex-1 flex-col', open ? 'flex' : 'hidden')}>
        <FromSelect
          senders={mailboxes}
          account={account}
          from={composition.from}
          onSelect={chooseSender}
        />
        <RecipientFields composer={composer} />
        <div className="flex h-9 shrink-0 items-center gap-2 border-b border-line px-4">
          <input
            aria-label={t('composer.subject')}
            placeholder={t('composer.subject')}
            value={composition.subject}
            maxLength={MAX_SUBJECT_LENGTH}
            onChange={(event) => updateModel(key, { subject: event.target.value })}
            className="h-full w-full bg-transparent font-semibold text-ink outline-none select-text placeholder:font-normal placeholder:text-ink-3"
          />
        </div>
        <ComposerBody composer={composer}>
          {(editor) => (
            <>
              <AttachmentList
                attachments={attachments}
                onRemove={(id) => removeAttachment(key, id)}
              />
              {notice === null ? null : (
                <ComposerNotice
                  notice={notice}
                  onDismiss={() => patch(key, { notice: null })}
                  onSendAnyway={(doubts) => void sendAnyway(key, sender, doubts)}
                  onCloseAnyway={() => void closeComposer(key, true)}
                  onConnect={() =>
                    useConnectDialog.getState().open({
                      mailboxId: composition.mailboxId,
                      ...(account === null ? {} : { accountId: account.accountId }),
                    })
                  }
                  onAttach={() => fileInput.current?.click()}
                  onRetry={send}
                />
              )}
              <div className="shrink-0 border-t border-line">
                <EditorToolbar editor={editor} className="flex items-center gap-0.5 px-3 pt-1.5" />
                <footer className="flex h-12 items-center gap-1 px-4">
                  <Button
                    tone="primary"
                    icon={<SendHorizontal size={14} />}
                    onClick={send}
                    aria-keyshortcuts="Control+Enter Meta+Enter"
                  >
                    {t('composer.send')}
                  </Button>
                  <IconButton
                    label={t('composer.attach')}
                    icon={<Paperclip size={16} />}
                    tooltipSide="top"
                    className="ms-1"
                    onClick={() => fileInput.current?.click()}
                  />
                  <div className="flex min-w-0 flex-1 justify-end px-2">
                    <SaveStatus save={composer.save} onRetry={() => void flushDraft(key)} />
                  </div>
                  <IconButton
                    label={t('composer.discard')}
                    icon={<Trash2 size={16} />}
                    tooltipSide="top"
                    onClick={() => void discardComposer(key)}
                  />
                </footer>
              </div>
            </>
          )}
        </ComposerBody>
      </div>
      <input
        ref={fileInput}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          attach(event.target.files)
          event.target.value = ''
        }}
      />
      {dropping && open ? (
        <div className="pointer-events-none absolute inset-2 z-10 flex flex-col items-center justify-center gap-2 rounded-lg border-2 border-dashed border-accent bg-accent-soft/95 font-semibold text-accent">
          <Paperclip size={24} />
          {t('composer.dropFiles')}
        </div>
      ) : null}
    </section>
  )
}

/** Whether an event went from an element to something inside it. */
function isInside(element: Element, target: EventTarget | null): boolean {
  return target instanceof Node && element.contains(target)
}
