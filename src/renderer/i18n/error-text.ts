import type { TFunction } from 'i18next'
import { CallError } from '../client/client.ts'

/**
 * What to say about a failure: our own words for its code in the person’s language, or the core’s
 * plain words where a code says too little.
 */
export function errorText(t: TFunction, error: unknown): string {
  if (error instanceof CallError) {
    return t(`errors.${error.code}`, { defaultValue: error.message })
  }
  return t('errors.api_error')
}
