import { protocol } from 'electron'
import { readFile } from 'node:fs/promises'
import { DOCUMENT_HEADERS } from '#shared/content-security-policy.ts'
import { assetPath, contentTypeOf } from './assets.ts'

const HOST = 'mailmanager'
export const APP_ORIGIN = `app://${HOST}`

/** Must run before Electron is ready: makes app:// a secure, standard scheme like https. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built renderer under app://mailmanager/, and nothing else. */
export function serveRenderer(rendererDir: string): void {
  protocol.handle('app', async (request) => {
    const file = request.method === 'GET' ? await assetPath(rendererDir, HOST, request.url) : null
    if (file === null) return new Response('Not found', { status: 404 })
    return new Response(new Uint8Array(await readFile(file)), {
      headers: { ...DOCUMENT_HEADERS, 'Content-Type': contentTypeOf(file) },
    })
  })
}
