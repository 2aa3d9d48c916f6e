const NOBODY = 65_534

/**
 * Runs `work` as somebody whom file permissions bind: they do not bind root, so as root the
 * process takes nobody's rights meanwhile.
 */
export async function runUnprivileged<T>(work: () => Promise<T>): Promise<T> {
  const { geteuid, seteuid, setegid, getegid } = process
  if (!geteuid || !seteuid || !getegid || !setegid || geteuid() !== 0) return await work()
  const group = getegid()
  setegid(NOBODY)
  seteuid(NOBODY)
  try {
    return await work()
  } finally {
    seteuid(0)
    setegid(group)
  }
}
