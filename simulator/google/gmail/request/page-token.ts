import { createHash } from 'node:crypto'
import { badRequest } from '../../errors.ts'

/** A page token is a place in a list, tied to the query it came from. */
export function encodePageToken(place: string, query: URLSearchParams): string {
  return Buffer.from(`${digest(query)}.${place}`).toString('base64url')
}

/** The place a token names, or null on the first page. A token of another query is refused. */
export function decodePageToken(query: URLSearchParams): string | null {
  const token = query.get('pageToken')
  if (token === null || token === '') return null
  const [mark, place] = Buffer.from(token, 'base64url').toString('utf8').split('.')
  if (mark !== digest(query) || place === undefined || place === '')
    throw badRequest('pageToken', 'Invalid pageToken')
  return place
}

function digest(query: URLSearchParams): string {
  const relevant = [...query]
    .filter(
      ([name]) =>
        !['pageToken', 'maxResults', 'fields', 'quotaUser', 'alt', 'prettyPrint'].includes(name),
    )
    .map(([name, value]) => `${name}=${value}`)
    .sort()
  return createHash('sha256').update(relevant.join('&')).digest('hex').slice(0, 12)
}
