import type { MailFolder, Message } from '@microsoft/microsoft-graph-types'
import { ProviderError } from '#core/ports/provider.ts'

/** An item of a delta: what changed, or that it has left. */
export type DeltaItem<T> = T & { '@removed'?: unknown; '@odata.type'?: string }

/** One page of a list. */
export interface Page<T> {
  items: DeltaItem<T>[]
  /** Where the list goes on, or null at its end. */
  next: string | null
  /** Where changes are asked for later; at the end of a delta only. */
  delta: string | null
}

/** Reads a page; its items are objects, of which nothing else is certain. */
export function parsePage<T extends Message | MailFolder>(data: unknown): Page<T> {
  const body = parseObject(data)
  const { value } = body
  if (!Array.isArray(value)) {
    throw new ProviderError('server', 'Outlook sent a list without its items.')
  }
  const next = body['@odata.nextLink']
  const delta = body['@odata.deltaLink']
  return {
    items: (value as unknown[]).filter(isRecord) as DeltaItem<T>[],
    next: typeof next === 'string' ? next : null,
    delta: typeof delta === 'string' ? delta : null,
  }
}

/** An answer that should be one object. */
export function parseObject(data: unknown): Record<string, unknown> {
  if (isRecord(data)) return data
  throw new ProviderError('server', 'Outlook sent an answer that cannot be read.')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
