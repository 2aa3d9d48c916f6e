/** Text as HTML shows it. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

export interface NewsletterStory {
  title: string
  text: string
  /** Path below the sender's image host. */
  image: string
}

/** A newsletter as they are really built: tables, inline styles, remote pictures, a tracking pixel. */
export function newsletterHtml(options: {
  brand: string
  accent: string
  host: string
  issue: string
  intro: string
  stories: readonly NewsletterStory[]
}): string {
  const { brand, accent, host, issue, intro, stories } = options
  const rows = stories
    .map(
      ({ title, text, image }) => `
<tr><td style="padding:0 28px 24px">
  <img src="https://img.${host}/${image}" width="544" alt="" style="display:block;width:100%;border-radius:6px">
  <h2 style="font:600 18px/1.35 Georgia,serif;margin:14px 0 6px;color:#222">${escapeHtml(title)}</h2>
  <p style="font:15px/1.55 Arial,sans-serif;margin:0 0 8px;color:#444">${escapeHtml(text)}</p>
  <a href="https://www.${host}/stories/${image.replace(/\.\w+$/u, '')}" style="font:600 14px Arial,sans-serif;color:${accent}">Read on</a>
</td></tr>`,
    )
    .join('')
  return `<!doctype html><html><head><title>${escapeHtml(brand)}</title></head>
<body style="margin:0;background:#f3f1ec">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border-radius:8px">
<tr><td style="padding:26px 28px 10px;border-top:4px solid ${accent};border-radius:8px 8px 0 0">
  <div style="font:700 22px Georgia,serif;color:${accent}">${escapeHtml(brand)}</div>
  <div style="font:13px Arial,sans-serif;color:#777">${escapeHtml(issue)}</div>
</td></tr>
<tr><td style="padding:8px 28px 20px;font:15px/1.6 Arial,sans-serif;color:#333">${escapeHtml(intro)}</td></tr>${rows}
<tr><td style="padding:18px 28px;font:12px/1.5 Arial,sans-serif;color:#888;border-top:1px solid #eee">
  You receive this because you subscribed at ${host}.
  <a href="https://www.${host}/unsubscribe?id=7f3a" style="color:#888">Unsubscribe</a>
</td></tr></table></td></tr></table>
<img src="https://open.${host}/p.gif?m=7f3a" width="1" height="1" alt="">
</body></html>`
}
