import { app, session, shell, type WebContents } from 'electron'
import { canFrameNavigate } from './frame-navigation.ts'
import { externalUrl } from '#shared/domain/external-url.ts'

/**
 * Walls around every page, whatever it was made to do: no permissions, no webviews, no navigation
 * away from the app, no windows. Web and mail links open outside.
 *
 * @param appOrigin the only origin a page may navigate within, such as `app://mailmanager`
 */
export function guardPages(appOrigin: string): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) =>
    answer(false),
  )
  session.defaultSession.setPermissionCheckHandler(() => false)
  app.on('web-contents-created', (_event, contents) => guardContents(contents, appOrigin))
}

function guardContents(contents: WebContents, appOrigin: string): void {
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-navigate', (event) => {
    if (isWithin(event.url, appOrigin)) return
    event.preventDefault()
    void openExternal(event.url)
  })
  contents.on('will-frame-navigate', (event) => {
    if (!canFrameNavigate(event)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isWithin(event.url, appOrigin)) event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    void openExternal(url)
    return { action: 'deny' }
  })
}

/** Opens a web or mail address with the system's own program; answers false where it may not. */
export async function openExternal(text: string): Promise<boolean> {
  const url = externalUrl(text)
  if (url === null) return false
  await shell.openExternal(url)
  return true
}

function isWithin(address: string, origin: string): boolean {
  const url = URL.parse(address)
  return url !== null && `${url.protocol}//${url.host}` === origin
}
