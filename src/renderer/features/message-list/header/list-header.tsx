import { clsx } from 'clsx'
import { RefreshCw, Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findShortcut, runCommand } from '../../../state/commands.ts'
import { useNavigation } from '../../../state/navigation.ts'
import { useUnderstoodSearch } from '../../../state/searched-words.ts'
import { ViewTitle } from '../../view-title/index.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { useRunningSyncs } from '../../sync-status/index.ts'
import { SEARCH_FIELD_ID } from './search-focus.ts'

interface ListHeaderProps {
  title: string
  /** Whose box it is: the mailbox’s or the account’s name. */
  context: string
  /** Said at the end of the title line, such as a count. */
  note?: string
}

/** The list’s title, search and refresh. */
export function ListHeader({ title, context, note }: ListHeaderProps) {
  const { t } = useTranslation()
  const syncing = useRunningSyncs((state) => state.running > 0)
  return (
    <header className="flex shrink-0 flex-col gap-2 border-b border-line ps-4 pe-2 pt-2 pb-2">
      <div className="flex h-8 items-center gap-1">
        <ViewTitle title={title} context={context} />
        {note === undefined ? null : (
          <span className="shrink-0 pe-1 text-xs text-ink-3 tabular-nums">{note}</span>
        )}
        <IconButton
          label={t('commands.sync')}
          keys={findShortcut('sync')}
          disabled={syncing}
          icon={
            <RefreshCw
              size={16}
              strokeWidth={1.75}
              className={clsx(syncing && 'animate-spin-soft')}
            />
          }
          onClick={() => runCommand('sync')}
        />
      </div>
      <SearchField />
      <SearchNotices />
    </header>
  )
}

/** What of the search is not what its writer may think. */
function SearchNotices() {
  const { t } = useTranslation()
  const { notices } = useUnderstoodSearch()
  const [first] = notices
  if (first === undefined || first.kind === 'unclosed-quote') return null
  return (
    <p role="status" className="truncate pe-2 text-xs text-ink-3">
      {t(`list.searchNotice.${first.kind}`, { text: first.text })}
    </p>
  )
}

function SearchField() {
  const { t } = useTranslation()
  const query = useNavigation((state) => state.query)
  const [text, setText] = useState(query)
  const seen = useRef(query)

  // Another view empties the search; what is being typed is otherwise the field’s own.
  useEffect(() => {
    if (query !== seen.current) {
      seen.current = query
      setText(query)
    }
  }, [query])

  const submit = (value: string) => {
    const trimmed = value.trim()
    if (trimmed === seen.current) return
    seen.current = trimmed
    useNavigation.getState().search(trimmed)
  }
  return (
    <div role="search" className="relative me-2">
      <Search
        size={14}
        aria-hidden="true"
        className="pointer-events-none absolute start-2 top-1/2 -translate-y-1/2 text-ink-3"
      />
      <input
        id={SEARCH_FIELD_ID}
        type="text"
        value={text}
        placeholder={t('list.search')}
        aria-label={t('list.search')}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        onChange={(event) => {
          const { value } = event.target
          setText(value)
          submit(value)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') submit(text)
          if (event.key === 'Escape') {
            setText('')
            submit('')
            event.currentTarget.blur()
          }
        }}
        className="peer h-7 w-full rounded-md bg-pressed/60 ps-7 pe-8 text-sm placeholder:text-ink-3 focus-visible:bg-surface focus-visible:outline-offset-[-1px]"
      />
      <span className="absolute inset-y-0 end-1 flex items-center peer-focus:hidden">
        {text === '' ? <Kbd keys="/" /> : null}
      </span>
      {text === '' ? null : (
        <span className="absolute inset-y-0 end-0.5 flex items-center">
          <IconButton
            size="small"
            label={t('list.clearSearch')}
            icon={<X size={14} />}
            onClick={() => {
              setText('')
              submit('')
            }}
          />
        </span>
      )}
    </div>
  )
}
