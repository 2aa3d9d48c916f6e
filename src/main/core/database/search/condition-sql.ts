import type { MessageCondition } from './search-index.ts'
import type { TextCondition } from './text-condition.ts'

/**
 * The condition as SQL over columns of `messages`.
 *
 * @param idsOf a query for the ids of all messages whose text holds something
 */
export function conditionSql(
  condition: MessageCondition,
  idsOf: (text: TextCondition) => string,
): string {
  switch (condition.kind) {
    case 'sql':
      return `(${condition.sql})`
    case 'text':
      return `"messages"."id" in (${idsOf(condition.text)})`
    case 'not':
      return `not (${conditionSql(condition.node, idsOf)})`
    case 'all':
    case 'any': {
      if (condition.nodes.length === 0) return condition.kind === 'all' ? 'true' : 'false'
      const parts = condition.nodes.map((node) => conditionSql(node, idsOf))
      return `(${parts.join(condition.kind === 'all' ? ' and ' : ' or ')})`
    }
  }
}
