/**
 * `npm run dev`: the app with live reload. In Electron where its binary is to be had; otherwise the
 * headless host restarts on change and vite serves the renderer to a browser.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import tailwindcss from '@tailwindcss/vite'
import { createServer } from 'vite'
import { buildIfNeeded, ROOT } from './build/build-if-needed.ts'
import { findOrDownloadElectron } from './build/electron-binary.ts'

const RENDERER_PORT = 5173
const HOST_PORT = 4580

if (findOrDownloadElectron(ROOT) === null) await developInBrowser()
else developInElectron()

function developInElectron(): void {
  const electronVite = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js')
  run([electronVite, 'dev', ...process.argv.slice(2)], {})
}

async function developInBrowser(): Promise<void> {
  process.stderr.write('Electron’s binary could not be downloaded: developing in the browser.\n')
  // The worker threads run from out/ even where the host runs from its sources.
  buildIfNeeded()
  const token = randomBytes(32).toString('base64url')
  const origin = `http://localhost:${RENDERER_PORT}`
  run(['--watch', join(ROOT, 'src/main/server.ts'), '--port', String(HOST_PORT)], {
    MAILMANAGER_TOKEN: token,
    CORS_ALLOWED_ORIGINS: origin,
  })
  const vite = await createServer({
    configFile: false,
    root: join(ROOT, 'src/renderer'),
    plugins: [react(), tailwindcss()],
    server: {
      port: RENDERER_PORT,
      strictPort: true,
      proxy: {
        '/api': {
          target: `http://127.0.0.1:${HOST_PORT}`,
          changeOrigin: true,
          headers: { authorization: `Bearer ${token}` },
        },
      },
    },
  })
  await vite.listen()
  process.stderr.write(`Open it here: ${origin}\n`)
}

/** Runs Node.js with these arguments; it ends with this process, and this process with it. */
function run(args: string[], env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
  return child
}
