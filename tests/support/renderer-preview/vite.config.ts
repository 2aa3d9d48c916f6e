import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'

const root = resolve(import.meta.dirname, '../../..')

/** The renderer with the fake bridge put before it: `npx vite --config` this file. */
// eslint-disable-next-line no-restricted-exports -- vite reads the default export
export default defineConfig({
  root: resolve(root, 'src/renderer'),
  cacheDir: resolve(root, 'node_modules/.cache/renderer-preview'),
  server: { port: 5231, strictPort: true, host: '127.0.0.1', fs: { allow: [root] } },
  plugins: [
    react(),
    tailwindcss(),
    {
      name: 'fake-bridge',
      transformIndexHtml: {
        order: 'pre',
        handler: () => [
          {
            tag: 'script',
            attrs: {
              type: 'module',
              src: `/@fs${resolve(import.meta.dirname, 'fake-bridge.ts')}`,
            },
            injectTo: 'head-prepend',
          },
        ],
      },
    },
  ],
})
