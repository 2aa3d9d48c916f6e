import { and, desc, eq, gt, gte, inArray, lt, sql, type SQL } from 'drizzle-orm'
import { boxSchema } from '#shared/contract/enums.ts'
import { parseSearch } from '#shared/domain/search-query/parse-search.ts'
import type { DateOptions } from '#shared/domain/search-query/parse-date.ts'
import type { MessageRow } from '../../../ports/messages.ts'
import type { ListedBy, MessagePageQuery, MessageReader } from '../../../ports/message-store.ts'
import { compileSearch } from '../../search/compile-search.ts'
import type { CompiledSearch, MessageCondition } from '../../search/search-index.ts'
import { boxCondition } from '../../tables/box-rules.ts'
import { lowestMessageIdAt } from '../../tables/message-id.ts'
import { boxRange, labelCondition, labelRange } from './list-ranges.ts'
import { findByNames } from './find-by-names.ts'
import { knownIds } from './known-ids.ts'
import { messageRow } from './message-row.ts'
import { findHeaders, idsWithoutHeaders } from './message-headers.ts'
import { namesPlace, placeConditions } from './search-places.ts'
import type { ReadSession } from '../db-session.ts'
import { decodeContent } from './stored-content.ts'

type MessageScope = ListedBy & { accountIds: string[] }
type SearchedScope = MessageScope & Pick<MessagePageQuery, 'dates'>
type LabelScope = { accountIds: string[]; label: string }

// Where nobody is there whose clock and language count.
const DATES: DateOptions = { now: 0, timeZone: 'UTC', locale: 'en' }

/** Reads messages. Lists are newest first, by the sort key of tables/sort-key.ts. */
export function messageReader(session: ReadSession): MessageReader {
  const { db, search } = session
  const { accounts, boxCounts, labelLists, messageContents, messages } = session.tables

  async function rows(where: SQL | undefined, limit?: number): Promise<MessageRow[]> {
    const selected = db
      .select({ message: messages, mailboxId: accounts.mailboxId })
      .from(messages)
      .innerJoin(accounts, eq(accounts.id, messages.accountId))
      .where(where)
      .orderBy(desc(sql`coalesce(${messages.bumpedKey}, ${messages.id})`), desc(messages.id))
    const found = await (limit === undefined ? selected : selected.limit(limit))
    return found.map(({ message, mailboxId }) => messageRow(message, mailboxId))
  }

  /** The lists of a label in the given accounts. */
  async function labelListIds({ accountIds, label }: LabelScope): Promise<number[]> {
    const lists = await db
      .select({ id: labelLists.id })
      .from(labelLists)
      .where(and(inArray(labelLists.accountId, accountIds), eq(labelLists.labelId, label)))
    return lists.map(({ id }) => id)
  }

  async function searchedList(query: MessageScope): Promise<string> {
    if (query.label === undefined) return boxCondition(query.box)
    return labelCondition(await labelListIds(query))
  }

  /** The question and the list it is asked of; null where nothing can be found by it. */
  async function compiled(query: SearchedScope, text: string): Promise<CompiledSearch | null> {
    const { accountIds, dates = DATES } = query
    const { node } = parseSearch(text, dates)
    const search = compileSearch(node, await placeConditions(session, accountIds, node))
    if (search === null || namesPlace(node))
      return search === null ? null : { ...search, accountIds }
    const list: MessageCondition = { kind: 'sql', sql: await searchedList(query) }
    return { ...search, accountIds, condition: { kind: 'all', nodes: [list, search.condition] } }
  }

  /** The ids of a page: the starts of each account's index range, merged. */
  async function listedIds(query: MessagePageQuery): Promise<SQL> {
    const { limit, offset = 0 } = query
    const ranges =
      query.label === undefined
        ? query.accountIds.map((accountId) => boxRange(accountId, query.box, query.after))
        : (await labelListIds(query)).map((listId) => labelRange(listId, query.after))
    if (ranges.length === 0) return sql`select id from ${messages} where false`
    const [only, ...others] = ranges
    if (only && others.length === 0)
      return sql`select id from (${only} limit ${limit} offset ${offset}) as one`
    // Postgres would read and sort all of a union: each range is cut where the page must end.
    const cut = ranges.map(
      (range) => sql`select id, sort_key from (${range} limit ${limit + offset}) as one`,
    )
    return sql`select id from (${sql.join(cut, sql` union all `)}) as listed order by sort_key desc, id desc limit ${limit} offset ${offset}`
  }

  return {
    async page(query) {
      if (query.accountIds.length === 0 || query.limit === 0) return []
      if (query.search === undefined)
        return await rows(sql`${messages.id} in (${await listedIds(query)})`)
      const { after, limit, offset = 0 } = query
      const asked = await compiled(query, query.search)
      if (asked === null) return []
      const maxId = Math.min(asked.maxId, after?.id ?? asked.maxId)
      const ids = await search.page({ ...asked, maxId, limit, offset })
      if (ids.length === 0) return []
      // Search is by date, wherever lists show the message.
      const found = await rows(inArray(messages.id, ids))
      return found.toSorted((one, other) => other.id - one.id)
    },
    async count(query, signal) {
      const { accountIds, search: text } = query
      if (accountIds.length === 0) return 0
      if (text !== undefined) {
        const asked = await compiled(query, text)
        return asked === null ? 0 : await search.count(asked, signal)
      }
      if (query.label !== undefined) {
        const lists = await db
          .select({ total: labelLists.total })
          .from(labelLists)
          .where(
            and(inArray(labelLists.accountId, accountIds), eq(labelLists.labelId, query.label)),
          )
        return lists.reduce((sum, row) => sum + row.total, 0)
      }
      const counted = await db
        .select({ total: boxCounts.total })
        .from(boxCounts)
        .where(and(inArray(boxCounts.accountId, accountIds), eq(boxCounts.box, query.box)))
      return counted.reduce((sum, row) => sum + row.total, 0)
    },
    async boxCounts(accountIds) {
      if (accountIds.length === 0) return []
      const counted = await db
        .select()
        .from(boxCounts)
        .where(inArray(boxCounts.accountId, accountIds))
      const byKey = new Map(counted.map((row) => [`${row.accountId} ${row.box}`, row]))
      return accountIds.flatMap((accountId) =>
        boxSchema.options.map(
          (box) => byKey.get(`${accountId} ${box}`) ?? { accountId, box, total: 0, unread: 0 },
        ),
      )
    },
    async get(id) {
      const [row] = await rows(eq(messages.id, id))
      return row ?? null
    },
    async getByProviderId(accountId, providerMessageId) {
      const [row] = await rows(
        and(eq(messages.accountId, accountId), eq(messages.providerMessageId, providerMessageId)),
      )
      return row ?? null
    },
    findByNames: async (accountId, names) => await findByNames(session, accountId, names),
    async getByRfcMessageId(accountIds, rfcMessageId) {
      if (accountIds.length === 0) return null
      const [row] = await rows(
        and(eq(messages.rfcMessageId, rfcMessageId), inArray(messages.accountId, accountIds)),
        1,
      )
      return row ?? null
    },
    async content(id) {
      const [row] = await db
        .select({ data: messageContents.data })
        .from(messageContents)
        .where(eq(messageContents.messageId, id))
      return row ? await decodeContent(row.data) : null
    },
    headers: async (id) => await findHeaders(session, id),
    idsWithoutHeaders: async (ids) => await idsWithoutHeaders(session, ids),
    async knownIds(accountId, providerMessageIds) {
      return await knownIds(session, accountId, providerMessageIds)
    },
    async hasAny(accountId) {
      const found = await db
        .select({ id: messages.id })
        .from(messages)
        .where(eq(messages.accountId, accountId))
        .limit(1)
      return found.length > 0
    },
    async placementsAfter(accountId, afterId, limit) {
      const found = await db
        .select({
          providerMessageId: messages.providerMessageId,
          labels: messages.labels,
          isRead: messages.isRead,
          isStarred: messages.isStarred,
          inInbox: messages.inInbox,
          isSent: messages.isSent,
          isDraft: messages.isDraft,
          isSpam: messages.isSpam,
          isTrash: messages.isTrash,
        })
        .from(messages)
        .where(
          and(
            eq(messages.accountId, accountId),
            afterId === null ? undefined : gt(messages.providerMessageId, afterId),
          ),
        )
        .orderBy(messages.providerMessageId)
        .limit(limit)
      return found.map(({ providerMessageId, ...placement }) => ({ providerMessageId, placement }))
    },
    async listRange({ accountId, since, before, beforeId, limit }) {
      const found = await db
        .select({
          id: messages.id,
          accountId: messages.accountId,
          providerMessageId: messages.providerMessageId,
          providerThreadId: messages.providerThreadId,
          bodyOf: messageContents.messageId,
        })
        .from(messages)
        .leftJoin(messageContents, eq(messageContents.messageId, messages.id))
        .where(
          and(
            since === null ? undefined : gte(messages.id, lowestMessageIdAt(since)),
            before === null ? undefined : lt(messages.id, lowestMessageIdAt(before)),
            beforeId === null ? undefined : lt(messages.id, beforeId),
          ),
        )
        .orderBy(desc(messages.id))
        .limit(limit)
      return {
        rows: found.flatMap(({ accountId: owner, bodyOf, ...row }) =>
          owner === accountId ? [{ ...row, hasBody: bodyOf !== null }] : [],
        ),
        endId: found.length < limit ? null : (found.at(-1)?.id ?? null),
      }
    },
  }
}
