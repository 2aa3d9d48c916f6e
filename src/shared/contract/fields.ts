import { z } from 'zod'
import { parseEmailAddress } from '../domain/address-list/parse-typed-addresses.ts'

/** Field shapes shared by several domains. Times are ISO 8601 UTC strings; ids are strings. */

export const id = z.string().min(1).max(255)
export const isoTime = z.iso.datetime()

/** A person in an answer: always an object. `name` is empty where none is known. */
export const person = z.object({ name: z.string(), email: z.string() })
export type Person = z.infer<typeof person>

/**
 * A person in a request: `Ana Ruiz <ana@example.com>` or `{name, email}`. Invisible characters and
 * blanks around an address are taken out, as from a clipboard; what is no address then is refused.
 */
export const personInput = z.union([
  z
    .string()
    .min(3)
    .max(998)
    .transform((text, ctx) => {
      const parsed = parseEmailAddress(text)
      if (parsed) return parsed
      ctx.addIssue({ code: 'custom', message: `Not an e-mail address: ${text}` })
      return z.NEVER
    }),
  z
    .object({ name: z.string().max(500).optional(), email: z.string().min(3).max(320) })
    .transform((value, ctx) => {
      const parsed = parseEmailAddress(value.email)
      if (parsed && parsed.name === '') return { name: value.name ?? '', email: parsed.email }
      ctx.addIssue({ code: 'custom', message: `Not an e-mail address: ${value.email}` })
      return z.NEVER
    }),
])
export type PersonInput = z.input<typeof personInput>

export const deleted = z.object({ status: z.literal('deleted') })

/** An error kept on a row, so that it can still be shown after a restart. */
export const storedError = z.object({
  code: z.string(),
  /** Plain words, in English. */
  message: z.string(),
  at: isoTime,
  /** Which of the failures under this code it is, where the core knows: clients translate by it. */
  reason: z.string().optional(),
  /** A page at the provider that helps, such as where an administrator approves the application. */
  helpUrl: z.url().optional(),
})
