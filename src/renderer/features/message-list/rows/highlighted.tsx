import { Fragment } from 'react'
import { findMatches } from '#shared/domain/search-query/find-matches.ts'
import type { SearchField } from '#shared/domain/search-query/search-query.ts'
import { useUnderstoodSearch } from '../../../state/searched-words.ts'

interface HighlightedProps {
  text: string
  /** Words asked for in other parts of a message alone are not marked here. */
  fields: readonly SearchField[]
  /** Words are found inside too, as in subjects and people. */
  isPart: boolean
}

/** A text of a row with what is searched for marked. */
export function Highlighted({ text, fields, isPart }: HighlightedProps) {
  const { words } = useUnderstoodSearch()
  if (words.length === 0) return text
  const here = words.filter(({ field }) => field === null || fields.includes(field))
  const matches = findMatches(text, here, { isPart })
  if (matches.length === 0) return text
  return (
    <>
      {matches.map(({ start, end }, index) => (
        <Fragment key={start}>
          {text.slice(matches[index - 1]?.end ?? 0, start)}
          <mark className="rounded-[2px] bg-match text-ink">{text.slice(start, end)}</mark>
        </Fragment>
      ))}
      {text.slice(matches.at(-1)?.end ?? 0)}
    </>
  )
}
