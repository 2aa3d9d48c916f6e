import { badRequest } from '../../errors.ts'

/** A `fields` mask: names with what is kept below them; null keeps everything. */
type Mask = Map<string, Mask | null>

/** Keeps what the `fields` parameter names (`messages(id,threadId),nextPageToken`, `a/b`, `*`). */
export function applyFields(value: unknown, fields: string | null): unknown {
  if (fields === null || fields === '' || fields === '*') return value
  return keep(value, parse(fields))
}

function parse(fields: string): Mask {
  let at = 0
  const refuse = (): never => {
    throw badRequest('fields', `Error expanding 'fields' parameter. Cannot parse "${fields}".`)
  }
  const list = (): Mask => {
    const mask: Mask = new Map()
    for (;;) {
      entry(mask)
      if (fields[at] !== ',') return mask
      at += 1
    }
  }
  const entry = (mask: Mask): void => {
    const name = /^[\w*.-]+/u.exec(fields.slice(at))?.[0] ?? refuse()
    at += name.length
    if (fields[at] === '/') {
      at += 1
      const inner: Mask = new Map()
      entry(inner)
      const known = mask.get(name)
      mask.set(name, known ? new Map([...known, ...inner]) : inner)
    } else if (fields[at] === '(') {
      at += 1
      mask.set(name, list())
      if (fields[at] !== ')') refuse()
      at += 1
    } else mask.set(name, null)
  }
  const mask = list()
  if (at !== fields.length) refuse()
  return mask
}

function keep(value: unknown, mask: Mask): unknown {
  if (Array.isArray(value)) return value.map((entry) => keep(entry, mask))
  if (typeof value !== 'object' || value === null) return value
  const kept: Record<string, unknown> = {}
  for (const [name, entry] of Object.entries(value)) {
    const below = mask.get(name) ?? mask.get('*')
    if (below === undefined && !mask.has(name) && !mask.has('*')) continue
    kept[name] = below ? keep(entry, below) : entry
  }
  return kept
}
