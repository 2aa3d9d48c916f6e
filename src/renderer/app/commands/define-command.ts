import type { Command } from './registry.ts'

/** Keeps a command’s id as a literal type. */
export const defineCommand = <const T extends Command>(spec: T): T => spec
