import { clsx } from 'clsx'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { accountName, type MailboxWithAccounts } from '../../state/accounts.ts'
import { useLayout } from '../../state/layout.ts'
import { useNavigation, type View } from '../../state/navigation.ts'
import { useSettings } from '../../state/settings.ts'
import { ConnectionBanner } from './connection-banner.tsx'
import { ViewTitle, type ViewTitleProps } from '../../features/view-title/index.ts'
import { DraftsView } from '../../features/drafts/drafts-view.tsx'
import { MessageList } from '../../features/message-list/message-list.tsx'
import { OutboxView } from '../../features/outbox/outbox-view.tsx'
import { ReadingPane } from '../../features/reading/reading-pane.tsx'
import { Sidebar } from '../../features/sidebar/sidebar.tsx'

/** Sidebar, list and reading pane. */
export function Shell({ mailboxes }: { mailboxes: readonly MailboxWithAccounts[] }) {
  const { t } = useTranslation()
  const view = useValidView(mailboxes)
  const sidebarHidden = useLayout((state) => state.sidebarHidden)
  const sidebar = useDefaultLayout({ id: 'mailmanager.sidebar' })
  return (
    <div className="flex h-full flex-col">
      <ConnectionBanner />
      <Group
        orientation="horizontal"
        className="min-h-0 flex-1"
        {...(sidebarHidden
          ? {}
          : { defaultLayout: sidebar.defaultLayout, onLayoutChanged: sidebar.onLayoutChanged })}
        key={sidebarHidden ? 'hidden' : 'shown'}
      >
        {sidebarHidden ? null : (
          <>
            <Panel
              id="sidebar"
              defaultSize={224}
              minSize={176}
              maxSize={320}
              groupResizeBehavior="preserve-pixel-size"
            >
              <Sidebar mailboxes={mailboxes} />
            </Panel>
            <Handle label={t('app.resizeSidebar')} />
          </>
        )}
        <Panel id="content" minSize={420}>
          {view === null ? null : <Content view={view} mailboxes={mailboxes} />}
        </Panel>
      </Group>
    </div>
  )
}

function Content({ view, mailboxes }: { view: View; mailboxes: readonly MailboxWithAccounts[] }) {
  const { t } = useTranslation()
  switch (view.kind) {
    case 'drafts':
      return (
        <Page title={t('boxes.DRAFTS')} context={contextOf(view, mailboxes)}>
          <DraftsView mailboxId={view.mailboxId} accountId={view.accountId} />
        </Page>
      )
    case 'outbox':
      return (
        <Page title={t('sidebar.outbox')} context="">
          <OutboxView />
        </Page>
      )
    case 'box':
      return <BoxContent list={<MessageList view={view} />} />
  }
}

/** A view that fills the place of list and reading pane. */
function Page({ title, context, children }: ViewTitleProps & { children: ReactNode }) {
  return (
    <section aria-label={title} className="flex h-full min-w-0 flex-col bg-surface">
      <header className="flex h-12 shrink-0 items-center border-b border-line px-4">
        <ViewTitle title={title} context={context} />
      </header>
      <div className="min-h-0 flex-1">{children}</div>
    </section>
  )
}

function contextOf(
  view: Extract<View, { kind: 'drafts' }>,
  mailboxes: readonly MailboxWithAccounts[],
): string {
  const found = mailboxes.find(({ mailbox }) => mailbox.mailboxId === view.mailboxId)
  const account = found?.accounts.find(({ accountId }) => accountId === view.accountId)
  return account ? accountName(account) : (found?.mailbox.displayName ?? '')
}

function BoxContent({ list }: { list: ReactNode }) {
  const { readingPane } = useSettings()
  const reading = useNavigation((state) => state.reading)
  switch (readingPane) {
    case 'off':
      // The list stays mounted under the message, so that going back finds it as it was.
      return (
        <div className="relative h-full">
          <div className="h-full" inert={reading}>
            {list}
          </div>
          {reading ? (
            <div className="absolute inset-0">
              <ReadingPane covering />
            </div>
          ) : null}
        </div>
      )
    case 'right':
      return <Split key="right" orientation="horizontal" list={list} />
    case 'bottom':
      return <Split key="bottom" orientation="vertical" list={list} />
  }
}

interface SplitProps {
  orientation: 'horizontal' | 'vertical'
  list: ReactNode
}

function Split({ orientation, list }: SplitProps) {
  const { t } = useTranslation()
  const layout = useDefaultLayout({ id: `mailmanager.reading-${orientation}` })
  const beside = orientation === 'horizontal'
  return (
    <Group orientation={orientation} className="h-full" {...layout}>
      <Panel id="list" defaultSize={beside ? '38%' : '42%'} minSize={beside ? 260 : 160}>
        {list}
      </Panel>
      <Handle label={t('app.resizeReading')} vertical={!beside} />
      <Panel id="reading" minSize={beside ? 320 : 200}>
        <ReadingPane covering={false} />
      </Panel>
    </Group>
  )
}

/** The hairline between two panes; wider to the pointer than to the eye. */
function Handle({ label, vertical = false }: { label: string; vertical?: boolean }) {
  return (
    <Separator
      aria-label={label}
      className={clsx(
        'relative shrink-0 bg-line transition-colors duration-120 outline-none data-[separator=active]:bg-accent data-[separator=focus]:bg-accent data-[separator=hover]:bg-line-strong',
        'focus-visible:z-10 focus-visible:bg-accent focus-visible:ring-1 focus-visible:ring-accent',
        vertical ? 'h-px' : 'w-px',
      )}
    />
  )
}

/** The view in force; the first mailbox’s inbox when the remembered one is gone. */
function useValidView(mailboxes: readonly MailboxWithAccounts[]): View | null {
  const view = useNavigation((state) => state.view)
  const isValid =
    view !== null &&
    (view.kind === 'outbox' ||
      mailboxes.some(({ mailbox }) => mailbox.mailboxId === view.mailboxId))
  const first = mailboxes[0]?.mailbox.mailboxId
  useEffect(() => {
    if (!isValid && first !== undefined) {
      useNavigation.getState().go({ kind: 'box', mailboxId: first, accountId: null, box: 'INBOX' })
    }
  }, [isValid, first])
  return isValid ? view : null
}
