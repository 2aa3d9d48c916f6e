/** Starts watching; answers how much of one core this process has used since, in percent. */
export function measureCpuUsage(): () => number {
  const began = performance.now()
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 10 / (performance.now() - began)
  }
}
