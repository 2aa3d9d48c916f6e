/** A Content-ID as it is compared: `cid:` URLs may be percent-encoded (RFC 2392), case is ignored. */
export function normaliseContentId(id: string): string {
  try {
    return decodeURIComponent(id).toLowerCase()
  } catch {
    return id.toLowerCase()
  }
}
