import { realpath } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.map': 'application/json; charset=utf-8',
}

/** The Content-Type of a built file, by its name. */
export function contentTypeOf(file: string): string {
  return TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream'
}

/**
 * The file inside `folder` that an app:// address names, or null for everything else: another host,
 * a path that leads outside (written plainly, encoded, or through a link), or a name with NUL.
 */
export async function assetPath(
  folder: string,
  host: string,
  address: string,
): Promise<string | null> {
  const url = URL.parse(address)
  if (url?.protocol !== 'app:' || url.host !== host) return null
  let path: string
  try {
    path = decodeURIComponent(url.pathname)
  } catch {
    return null
  }
  if (/[\0\\]/u.test(path)) return null
  const root = await realpath(folder)
  const wanted = resolve(root, `.${path === '/' ? '/index.html' : path}`)
  if (!wanted.startsWith(root + sep)) return null
  try {
    const real = await realpath(wanted)
    return real.startsWith(root + sep) ? real : null
  } catch {
    // Not there, or not to be read: for the page it is the same.
    return null
  }
}
