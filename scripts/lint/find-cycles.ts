/** What imports what: each file or part with those it imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

/**
 * The circles of a graph, each as its way round that ends where it began. Not every way round of a
 * tangle is listed, but a graph with any circle gives at least one.
 */
export function findCycles(graph: ImportGraph): string[][] {
  const done = new Set<string>()
  const path: string[] = []
  const cycles: string[][] = []
  function visit(node: string): void {
    const start = path.indexOf(node)
    if (start !== -1) {
      cycles.push([...path.slice(start), node])
      return
    }
    if (done.has(node)) return
    path.push(node)
    for (const next of graph.get(node) ?? []) visit(next)
    path.pop()
    done.add(node)
  }
  for (const node of graph.keys()) visit(node)
  return cycles
}
