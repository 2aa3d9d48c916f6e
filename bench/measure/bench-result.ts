/** One measured figure, with the goal it is held against (docs/benchmarks.md). */
export interface BenchResult {
  name: string
  value: number
  unit: string
  goal: string
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** @param share 0 to 1; nearest rank */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
