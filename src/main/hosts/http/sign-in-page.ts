import { createHash } from 'node:crypto'

const STYLE = `
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid;
  place-content: center; }
main { max-width: 30rem; padding: 2rem; }
h1 { font-size: 1.25rem; font-weight: 600; margin: 0 0 0.5rem; }
code { font: 13px ui-monospace, monospace; }
`

/** What a browser without a session sees: no script, and nothing about the person. */
export const SIGN_IN_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>MailManager</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>MailManager is running</h1>
<p>To enter, open the link that MailManager printed in its terminal when it started. It looks like
<code>/?token=…</code> and is needed once in each browser.</p>
</main>
</body>
</html>
`

const styleHash = createHash('sha256').update(STYLE).digest('base64')

export const SIGN_IN_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
