/** Work on the database file that takes seconds, and its answer. Both cross to a thread. */
export type MaintenanceTask =
  | { kind: 'check'; file: string; thorough: boolean }
  | { kind: 'rebuild-indexes'; file: string; names: string[] }
  | { kind: 'back-up'; file: string; target: string }

export type MaintenanceAnswer =
  { ok: true; value: unknown } | { ok: false; message: string; code: string }
