/** Loaded before the real built main bundle: `import 'electron'` then means the stand-in. */
import { registerHooks } from 'node:module'

const standIn = new URL('./electron-module.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
})
