import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const root = import.meta.dirname

/** Processes and worker threads of the main side; each becomes out/main/NAME.js. */
const mainEntries = {
  index: 'src/main/index.ts',
  core: 'src/main/core.ts',
  server: 'src/main/server.ts',
  'sanitise-worker': 'src/main/core/mime/html/sanitise-worker.ts',
  'maintenance-worker': 'src/main/core/database/sqlite/integrity/maintenance-worker.ts',
  'simulator-worker': 'simulator/worker.ts',
}

/**
 * Libraries that are bundled, because only a small part of each is used: drizzle-orm alone, loaded
 * whole, costs 300 ms and 200 MB at start. Native modules and what they need stay outside.
 */
const BUNDLED = ['drizzle-orm', 'zod', 'env-paths', 'htmlparser2']

export default defineConfig({
  main: {
    build: {
      externalizeDeps: { exclude: BUNDLED },
      rolldownOptions: {
        input: Object.fromEntries(
          Object.entries(mainEntries)
            .map(([name, source]) => [name, resolve(root, source)] as const)
            .filter(([, source]) => existsSync(source)),
        ),
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload script can load nothing but electron: all else is bundled, as CommonJS.
      externalizeDeps: false,
      minify: true,
      rolldownOptions: {
        input: { index: resolve(root, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src/renderer'),
    plugins: [react(), tailwindcss()],
    build: {
      minify: true,
      rolldownOptions: { input: resolve(root, 'src/renderer/index.html') },
      // Small assets stay files: the content security policy allows no data: fonts.
      assetsInlineLimit: 0,
    },
  },
})
