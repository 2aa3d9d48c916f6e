import { isRecord } from '#shared/domain/is-record.ts'
import type { MailFolder, Message } from '@microsoft/microsoft-graph-types'
import { ProviderError } from '#core/ports/provider.ts'

/** An item of a delta: its changed properties, or `@removed`. */
export type DeltaItem<T> = T & { '@removed'?: unknown; '@odata.type'?: string }

/** One page of a list. */
export interface Page<T> {
  items: DeltaItem<T>[]
  /** The nextLink, or null on the last page. */
  next: string | null
  /** The deltaLink for the next poll; only on the last page of a delta. */
  delta: string | null
}

/** Parses a page. Its items are checked to be objects; their properties are not checked. */
export function parsePage<T extends Message | MailFolder>(data: unknown): Page<T> {
  const body = parseObject(data)
  const { value } = body
  if (!Array.isArray(value)) {
    throw new ProviderError('server', 'Outlook sent a list without its items.')
  }
  const next = body['@odata.nextLink']
  const delta = body['@odata.deltaLink']
  return {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- checked by who reads them
    items: value.filter(isRecord) as DeltaItem<T>[],
    next: typeof next === 'string' ? next : null,
    delta: typeof delta === 'string' ? delta : null,
  }
}

/** Checks that a response is one object. Throws ProviderError `server` if it is not. */
export function parseObject(data: unknown): Record<string, unknown> {
  if (isRecord(data)) return data
  throw new ProviderError('server', 'Outlook sent an answer that cannot be read.')
}
