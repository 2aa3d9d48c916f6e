import { escapeHtml } from './text-to-html.ts'

/**
 * The sandbox of a message's frame: links may open outside, and nothing else. No scripts, no forms,
 * no top navigation, and an origin of its own.
 */
export const MESSAGE_FRAME_SANDBOX = 'allow-popups allow-popups-to-escape-sandbox'

const STYLES = `
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; padding: 16px 20px; overflow-wrap: break-word; overflow-x: auto;
  font-family: "Inter Variable", Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  line-height: 1.5;
}
img { max-width: 100%; border: 0; }
img[height]:not([width]), img:not([height]) { height: auto; }
img:not([src]) {
  display: inline-block; box-sizing: border-box; overflow: hidden;
  border: 1px dashed #b8bcc4; color: #6b7280; font-size: 12px; line-height: 1.3;
}
table { max-width: 100%; }
pre { white-space: pre-wrap; }
a { color: #1d5fd1; }
blockquote { margin: 0 0 0 2px; padding-left: 12px; border-left: 2px solid #c9ced6; }
.mail-text { white-space: normal; }
.mail-text blockquote { margin: 4px 0; color: #5b6472; }
`
const LIGHT = 'html { color-scheme: light; } body { background: #ffffff; color: #1f2328; }'
const DARK = `html { color-scheme: dark; } body { background: #17191d; color: #e6e8eb; }
a { color: #8ab4ff; } blockquote { border-color: #444a54; } .mail-text blockquote { color: #a3abb8; }`

/**
 * The whole document of a message's frame, for `srcdoc`. `html` must be sanitised; the frame and the
 * policy hold without that too. On dark paper the colours of the message must have been mapped for it.
 */
export function messageFrameDocument(options: {
  html: string
  images: 'block' | 'show'
  theme: 'light' | 'dark'
  /** CSS pixels. */
  fontSize?: number
}): string {
  const { html, images, theme, fontSize = 15 } = options
  return [
    '<!doctype html><html><head>',
    // First of all: a policy counts only for what comes after it.
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(messageFramePolicy(images))}">`,
    '<meta charset="utf-8"><meta name="referrer" content="no-referrer">',
    '<base target="_blank">',
    `<style>${STYLES}body { font-size: ${Math.min(32, Math.max(8, fontSize))}px; }${theme === 'dark' ? DARK : LIGHT}</style>`,
    `</head><body>${withFrameLinks(html)}</body></html>`,
  ].join('\n')
}

/**
 * The HTML of a message for a `srcdoc` frame. A fragment alone is relative to the page around such a
 * frame (HTML, the fallback base URL), so links within a message name the frame's own document.
 */
export function withFrameLinks(html: string): string {
  return html.replaceAll('href="#user-content-', 'href="about:srcdoc#user-content-')
}

/** What a message's frame may load: pictures, and only where they are to be shown. */
export function messageFramePolicy(images: 'block' | 'show'): string {
  const sources = images === 'show' ? 'data: https: http:' : 'data:'
  return [
    "default-src 'none'",
    `img-src ${sources}`,
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ')
}
