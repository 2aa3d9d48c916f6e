import { badRequest } from '../../errors.ts'

/** What a query parameter may hold. */
export interface ParameterSpec {
  type: 'string' | 'boolean' | 'integer' | 'uint64'
  repeated?: boolean
  required?: boolean
  enum?: readonly string[]
  max?: number
}

/** What a JSON body may hold. `output` fields are accepted and ignored, as Google does. */
export type FieldSpec =
  | { kind: 'string' | 'boolean' | 'integer' | 'bytes' | 'output' }
  | { kind: 'enum'; values: readonly string[] }
  | { kind: 'list'; of: FieldSpec }
  | { kind: 'object'; fields: ObjectSpec }

export type ObjectSpec = Readonly<Record<string, FieldSpec>>

/** Parameters every Google API takes, beside its own. */
const STANDARD: Readonly<Record<string, readonly string[] | null>> = {
  alt: ['json'],
  fields: null,
  key: null,
  prettyPrint: ['true', 'false'],
  quotaUser: null,
  access_token: null,
  oauth_token: null,
  '$.xgafv': ['1', '2'],
  uploadType: null,
  upload_protocol: null,
  callback: null,
}

/** Refuses parameters the method does not declare and values that do not fit. */
export function validateQuery(
  query: URLSearchParams,
  specs: Readonly<Record<string, ParameterSpec>>,
): void {
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name)
    const spec = specs[name]
    if (!spec) {
      const standard = STANDARD[name]
      if (standard === undefined)
        throw badRequest(
          name,
          `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter. Field '${name}' could not be found in request message.`,
        )
      if (standard && !values.every((value) => standard.includes(value)))
        throw badRequest(name, `Invalid value at '${name}': "${values.join()}"`)
      continue
    }
    if (values.length > 1 && spec.repeated !== true)
      throw badRequest(
        name,
        `Invalid value at '${name}' (Proto field is not repeating, cannot start list.), "${values[1] ?? ''}"`,
      )
    for (const value of values) checkValue(name, value, spec)
  }
  for (const [name, spec] of Object.entries(specs))
    if (spec.required === true && !query.get(name))
      throw badRequest(name, `Missing required parameter: ${name}`)
}

function checkValue(name: string, value: string, spec: ParameterSpec): void {
  const refuse = (type: string): never => {
    throw badRequest(name, `Invalid value at '${name}' (${type}), "${value}"`)
  }
  if (spec.enum && !spec.enum.includes(value)) refuse('TYPE_ENUM')
  switch (spec.type) {
    case 'string':
      return
    case 'boolean':
      if (value !== 'true' && value !== 'false') refuse('TYPE_BOOL')
      return
    case 'integer':
      if (!/^-?\d{1,10}$/u.test(value)) refuse('TYPE_UINT32')
      if (Number(value) < 0 || Number(value) > (spec.max ?? 4_294_967_295)) refuse('TYPE_UINT32')
      return
    case 'uint64':
      if (!/^\d{1,20}$/u.test(value)) refuse('TYPE_UINT64')
  }
}

/** The parsed body, refused where it has unknown fields or values that do not fit. */
export function parseBody(body: Buffer, spec: ObjectSpec): Record<string, unknown> {
  if (body.length === 0) return {}
  let parsed: unknown
  try {
    parsed = JSON.parse(body.toString('utf8'))
  } catch {
    throw badRequest('', 'Invalid JSON payload received. Unexpected token.')
  }
  checkObject(parsed, spec, '')
  return parsed as Record<string, unknown>
}

/** For methods without a body. */
export function rejectBody(body: Buffer): void {
  if (body.length > 0 && body.toString('utf8').trim() !== '{}') parseBody(body, {})
}

function checkObject(value: unknown, fields: ObjectSpec, at: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badRequest(at, `Invalid value at '${at}' (type.googleapis.com/google.protobuf.Message)`)
  for (const [name, entry] of Object.entries(value)) {
    const spec = fields[name]
    if (!spec) {
      const where = at === '' ? '' : ` at '${at}'`
      throw badRequest(
        at,
        `Invalid JSON payload received. Unknown name "${name}"${where}: Cannot find field.`,
      )
    }
    if (entry !== null) checkField(entry, spec, at === '' ? name : `${at}.${name}`)
  }
}

function checkField(value: unknown, spec: FieldSpec, at: string): void {
  const refuse = (type: string): never => {
    throw badRequest(at, `Invalid value at '${at}' (${type}), ${JSON.stringify(value)}`)
  }
  switch (spec.kind) {
    case 'output':
      return
    case 'string':
      if (typeof value !== 'string') refuse('TYPE_STRING')
      return
    case 'boolean':
      if (typeof value !== 'boolean') refuse('TYPE_BOOL')
      return
    case 'integer':
      if (!Number.isInteger(value)) refuse('TYPE_INT32')
      return
    case 'bytes':
      if (typeof value !== 'string' || !/^[\w+/-]*={0,2}$/u.test(value))
        throw badRequest(at, `Invalid value at '${at}' (TYPE_BYTES), Base64 decoding failed`)
      return
    case 'enum':
      if (typeof value !== 'string' || !spec.values.includes(value)) refuse('TYPE_ENUM')
      return
    case 'list':
      if (!Array.isArray(value)) refuse('TYPE_LIST')
      else value.forEach((entry, index) => checkField(entry, spec.of, `${at}[${index}]`))
      return
    case 'object':
      checkObject(value, spec.fields, at)
  }
}
