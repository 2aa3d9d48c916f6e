import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useSyncExternalStore } from 'react'
import type { EmailListItem } from '#shared/contract/emails.ts'
import { findCachedRow } from '../../state/message-list.ts'

/**
 * The open message’s row as the lists know it now. It stays when the message leaves the list, such
 * as after the search has changed: what one reads does not vanish.
 */
export function useMessageRow(id: string | null): EmailListItem | undefined {
  const client = useQueryClient()
  const last = useRef<EmailListItem>(undefined)
  const subscribe = useCallback(
    (listener: () => void) =>
      client.getQueryCache().subscribe(({ query }) => {
        const key: unknown = query.queryKey
        if (Array.isArray(key) && key[0] === 'emails.list') listener()
      }),
    [client],
  )
  return useSyncExternalStore(subscribe, () => {
    if (id === null) return undefined
    const known = findCachedRow(id)
    if (known) last.current = known
    return last.current?.id === id ? last.current : undefined
  })
}
