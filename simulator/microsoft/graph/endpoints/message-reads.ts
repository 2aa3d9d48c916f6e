import type { StoredMessage } from '../../mail-store/stored-message.ts'
import {
  contextUrl,
  getFolderById,
  linkTo,
  getMessageById,
  READ_MAIL,
  type GraphResponse,
  type GraphCall,
  type GraphOperation,
} from '../request/graph-call.ts'
import { badRequest, unknownField } from '../request/errors.ts'
import { parseFilter, textAt, timeOf } from '../request/odata-filter.ts'
import { MESSAGE_FIELDS, MESSAGE_TYPE, messageResource } from '../messages/message-resource.ts'
import { parseExpand, parseNumberOption, parseSelect, parseTop } from '../request/odata-options.ts'

const EXPANDABLE = ['attachments', 'singleValueExtendedProperties'] as const
const LIST_OPTIONS = ['$select', '$top', '$skip', '$orderby', '$filter', '$expand', '$count']

export const MESSAGE_READ_OPERATIONS: readonly GraphOperation[] = [
  {
    name: 'graph.messages.list',
    verb: 'GET',
    path: '/messages',
    scopes: READ_MAIL,
    query: LIST_OPTIONS,
    handle: (call) => listMessages(call, newestFirst(call.mailbox.all())),
  },
  {
    name: 'graph.messages.list',
    verb: 'GET',
    path: '/mailFolders/{folder}/messages',
    scopes: READ_MAIL,
    query: LIST_OPTIONS,
    handle: (call) =>
      listMessages(call, call.mailbox.inFolder(getFolderById(call, call.path['folder'] ?? '').id)),
  },
  {
    name: 'graph.messages.get',
    verb: 'GET',
    path: '/messages/{message}',
    scopes: READ_MAIL,
    query: ['$select', '$expand'],
    handle: (call) => getMessage(call, getMessageById(call, call.path['message'] ?? '')),
  },
  {
    name: 'graph.messages.get',
    verb: 'GET',
    path: '/mailFolders/{folder}/messages/{message}',
    scopes: READ_MAIL,
    query: ['$select', '$expand'],
    handle: (call) => getMessage(call, getMessageById(call, call.path['message'] ?? '')),
  },
  {
    name: 'graph.messages.mime',
    verb: 'GET',
    path: '/messages/{message}/$value',
    scopes: READ_MAIL,
    handle: (call) => {
      const message = getMessageById(call, call.path['message'] ?? '')
      return {
        status: 200,
        bytes: { contentType: 'text/plain', content: call.mailbox.raw(message) },
      }
    },
  },
]

function getMessage(call: GraphCall, message: StoredMessage): GraphResponse {
  const select = parseSelect(call, MESSAGE_FIELDS, MESSAGE_TYPE)
  const expand = parseExpand(call, EXPANDABLE)
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(call, 'messages/$entity'),
      ...messageResource(call, message, select, expand),
    },
  }
}

function listMessages(call: GraphCall, all: readonly StoredMessage[]): GraphResponse {
  const { query } = call
  const select = parseSelect(call, MESSAGE_FIELDS, MESSAGE_TYPE)
  const expand = parseExpand(call, EXPANDABLE)
  const top = parseTop(call)
  const skip = parseNumberOption(call, '$skip', 0) ?? 0
  const filterText = query.get('$filter')
  const filter = filterText === null ? null : parseFilter(call, filterText)
  const orders = parseOrderBy(call)
  // The mail API's rule: what is sorted by must be filtered by as well, in the same order, first.
  if (filter && orders.some(({ property }, index) => filter.properties[index] !== property))
    throw badRequest(
      'The restriction or sort order is too complex for this operation.',
      'InefficientFilter',
    )
  const matching = sorted(call, filter ? all.filter(filter.test) : all, orders)
  const page = matching.slice(skip, skip + top)
  const more = skip + page.length < matching.length
  const next = new URLSearchParams(query)
  next.set('$skip', String(skip + page.length))
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(call, 'messages'),
      ...(query.get('$count') === 'true' ? { '@odata.count': matching.length } : {}),
      value: page.map((message) => messageResource(call, message, select, expand)),
      ...(more ? { '@odata.nextLink': linkTo(call, next) } : {}),
    },
  }
}

interface Order {
  property: string
  descending: boolean
}

function parseOrderBy(call: GraphCall): Order[] {
  const text = call.query.get('$orderby')
  if (text === null) return []
  return text.split(',').map((entry) => {
    const match = /^\s*([\w/]+)(?:\s+(asc|desc))?\s*$/iu.exec(entry)
    const property = match?.[1] ?? entry
    if (!match || !MESSAGE_FIELDS.has(property.split('/')[0] ?? ''))
      throw unknownField(property, MESSAGE_TYPE)
    return { property, descending: match[2]?.toLowerCase() === 'desc' }
  })
}

function sorted(
  call: GraphCall,
  messages: readonly StoredMessage[],
  orders: readonly Order[],
): readonly StoredMessage[] {
  const [order] = orders
  // Newest first is the order things are kept in, and what Graph gives unasked.
  if (!order || (order.property === 'receivedDateTime' && order.descending)) return messages
  const keyed = messages.map((message) => ({
    message,
    keys: orders.map(({ property }) =>
      property.endsWith('DateTime') ? timeOf(message, property) : textAt(call, message, property),
    ),
  }))
  keyed.sort((a, b) => {
    for (const [index, { descending }] of orders.entries()) {
      const [left = '', right = ''] = [a.keys[index], b.keys[index]]
      if (left !== right) return left < right === descending ? 1 : -1
    }
    return 0
  })
  return keyed.map(({ message }) => message)
}

function newestFirst(messages: Iterable<StoredMessage>): StoredMessage[] {
  return [...messages].sort((a, b) => b.receivedAt - a.receivedAt || b.row - a.row)
}
