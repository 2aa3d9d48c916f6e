import type { Settings } from '#shared/contract/settings.ts'

export type Density = Settings['density']

/** Height of a row, pixels. */
export const ROW_HEIGHT: Record<Density, number> = { comfortable: 64, cosy: 52, compact: 40 }
