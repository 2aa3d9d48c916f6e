import { cssPayloads } from './families/css.ts'
import { eventPayloads } from './families/events.ts'
import { linkPayloads } from './families/links.ts'
import { mutationPayloads } from './families/mutations.ts'
import { requestPayloads } from './families/requests.ts'
import { scriptPayloads } from './families/scripts.ts'

/** One piece of hostile HTML, written for this project. */
export interface Payload {
  id: string
  family: string
  html: string
}

/** HTML with `{{JS}}` where a script would run and `{{URL}}` where a request would go. */
export type Family = Record<string, readonly string[]>

const FAMILIES: Family = {
  ...scriptPayloads,
  ...eventPayloads,
  ...linkPayloads,
  ...mutationPayloads,
  ...cssPayloads,
  ...requestPayloads,
}

/**
 * All payloads. A script that runs logs `ran-<id>`; a request goes to `<origin>/request/<id>`, a
 * navigation to `<origin>/navigation/<id>`.
 */
export function hostilePayloads(origin: string): Payload[] {
  return Object.entries(FAMILIES).flatMap(([family, templates]) =>
    templates.map((template, index) => {
      const id = `${family}-${index}`
      return {
        id,
        family,
        html: template
          .replaceAll('{{JS}}', `console.log(\`ran-${id}\`)`)
          .replaceAll('{{URL}}', `${origin}/request/${id}`)
          .replaceAll('{{GO}}', `${origin}/navigation/${id}`),
      }
    }),
  )
}
