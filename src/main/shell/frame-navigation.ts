/**
 * Whether a frame may go to this address. Mail is shown in frames by `srcdoc`, and some versions of
 * Electron may announce that as a navigation to `about:srcdoc`; mail has no reason to go anywhere
 * else. The main frame has rules of its own (`will-navigate`).
 */
export function canFrameNavigate(event: { url: string; isMainFrame: boolean }): boolean {
  return event.isMainFrame || event.url === 'about:srcdoc'
}
