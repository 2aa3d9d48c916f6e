/**
 * The dependency rule (ARCHITECTURE.md): which part of the program may import which.
 * One table for the lint rule and for the test that walks the whole tree.
 */
export interface Layer {
  name: string
  /** Folder or file the layer covers, from the project's root. The first match wins. */
  path: string
  /** Layers it may import, besides itself. */
  mayImport: readonly string[]
  /** npm packages and Node built-ins it may import; `*` means any but electron. */
  packages: readonly string[] | '*'
  /** Each folder directly inside is a part of its own: another one imports only its index.ts. */
  hasParts?: boolean
}

const PURE = ['zod']
const BROWSER = [
  '@fontsource-variable/inter',
  '@tanstack/react-query',
  '@tanstack/react-virtual',
  '@tiptap/core',
  '@tiptap/extensions',
  '@tiptap/pm',
  '@tiptap/react',
  '@tiptap/starter-kit',
  'clsx',
  'content-disposition',
  'culori',
  'i18next',
  'lucide-react',
  'radix-ui',
  'react',
  'react-dom',
  'react-i18next',
  'react-resizable-panels',
  'tldts',
  'zod',
  'zustand',
]
const NODE = ['node:*']

export const LAYERS: readonly Layer[] = [
  { name: 'shared', path: 'src/shared', mayImport: [], packages: PURE },
  { name: 'preload', path: 'src/preload', mayImport: ['shared'], packages: ['electron'] },
  { name: 'ui', path: 'src/renderer/ui', mayImport: ['shared'], packages: BROWSER },
  // The words for an error need its class, which the client defines.
  { name: 'i18n', path: 'src/renderer/i18n', mayImport: ['shared', 'client'], packages: BROWSER },
  {
    name: 'client',
    path: 'src/renderer/client',
    mayImport: ['shared', 'preload'],
    packages: BROWSER,
  },
  {
    name: 'state',
    path: 'src/renderer/state',
    mayImport: ['shared', 'ui', 'i18n', 'client'],
    packages: BROWSER,
  },
  {
    name: 'features',
    path: 'src/renderer/features',
    mayImport: ['shared', 'ui', 'i18n', 'client', 'state'],
    packages: BROWSER,
    hasParts: true,
  },
  {
    // The frame around the features. It reaches into them, to load the large ones later.
    name: 'app',
    path: 'src/renderer',
    mayImport: ['shared', 'preload', 'ui', 'i18n', 'client', 'state', 'features'],
    packages: BROWSER,
  },
  { name: 'ports', path: 'src/main/core/ports', mayImport: ['shared'], packages: [] },
  { name: 'http', path: 'src/main/core/http', mayImport: ['shared'], packages: [] },
  {
    name: 'services',
    path: 'src/main/core/services',
    mayImport: ['shared', 'ports', 'mime'],
    packages: NODE,
  },
  {
    name: 'dispatcher',
    path: 'src/main/core/dispatcher',
    mayImport: ['shared', 'ports'],
    packages: ['zod'],
  },
  {
    name: 'providers',
    path: 'src/main/core/providers',
    mayImport: ['shared', 'ports', 'http', 'mime'],
    packages: [
      '@googleapis/gmail',
      '@microsoft/microsoft-graph-client',
      '@microsoft/microsoft-graph-types',
      'google-auth-library',
      'gaxios',
      'zod',
      ...NODE,
    ],
  },
  {
    name: 'database',
    path: 'src/main/core/database',
    mayImport: ['shared', 'ports', 'mime'],
    packages: ['better-sqlite3', 'drizzle-orm', 'pg', ...NODE],
  },
  {
    name: 'auth',
    path: 'src/main/core/auth',
    mayImport: ['shared', 'ports', 'http'],
    packages: ['@azure/msal-node', '@napi-rs/keyring', 'google-auth-library', 'zod', ...NODE],
  },
  {
    name: 'mime',
    path: 'src/main/core/mime',
    mayImport: ['shared', 'ports'],
    packages: [
      '@kenjiuno/decompressrtf',
      'asn1js',
      'css-tree',
      'dompurify',
      'html-to-text',
      'htmlparser2',
      'ical.js',
      'jsdom',
      'nodemailer',
      'postal-mime',
      'rtf-stream-parser',
      'sanitize-html',
      ...NODE,
    ],
  },
  { name: 'sync', path: 'src/main/core/sync', mayImport: ['shared', 'ports'], packages: NODE },
  {
    name: 'backfills',
    path: 'src/main/core/backfills',
    mayImport: ['shared', 'ports'],
    packages: NODE,
  },
  {
    name: 'leases',
    path: 'src/main/core/leases',
    mayImport: ['shared', 'ports'],
    packages: [],
  },
  {
    name: 'files',
    path: 'src/main/core/files',
    mayImport: ['shared', 'ports'],
    packages: NODE,
  },
  {
    name: 'outbox',
    path: 'src/main/core/outbox',
    mayImport: ['shared', 'ports'],
    packages: NODE,
  },
  {
    name: 'platform',
    path: 'src/main/core/platform',
    mayImport: ['shared', 'ports'],
    packages: ['env-paths', 'pino', 'zod', ...NODE],
  },
  {
    name: 'integrity',
    path: 'src/main/core/integrity',
    mayImport: ['shared', 'ports'],
    packages: NODE,
  },
  {
    name: 'compose',
    path: 'src/main/core/create-core.ts',
    mayImport: [
      'shared',
      'ports',
      'services',
      'dispatcher',
      'providers',
      'database',
      'auth',
      'mime',
      'sync',
      'backfills',
      'files',
      'leases',
      'outbox',
      'integrity',
      'platform',
      'demo',
      'bootstrap',
      'compose-recovery',
    ],
    packages: NODE,
  },
  {
    name: 'compose-recovery',
    path: 'src/main/core/create-recovery-core.ts',
    mayImport: ['shared', 'ports', 'services', 'dispatcher', 'platform'],
    packages: NODE,
  },
  {
    name: 'bootstrap',
    path: 'src/main/core/bootstrap',
    mayImport: ['shared', 'ports', 'providers', 'auth', 'platform', 'demo'],
    packages: NODE,
  },
  {
    name: 'demo',
    path: 'src/main/core/demo',
    mayImport: ['shared', 'ports', 'simulator'],
    packages: NODE,
  },
  {
    name: 'hosts',
    path: 'src/main/hosts',
    mayImport: ['shared', 'dispatcher', 'ports'],
    packages: [
      '@fastify/cookie',
      '@fastify/cors',
      '@fastify/static',
      'content-disposition',
      'fastify',
      'zod',
      ...NODE,
    ],
  },
  {
    name: 'shell',
    path: 'src/main/shell',
    mayImport: ['shared'],
    packages: ['electron', ...NODE],
  },
  {
    name: 'entries',
    path: 'src/main',
    mayImport: ['shared', 'ports', 'hosts', 'shell', 'compose', 'dispatcher', 'platform'],
    packages: ['electron', 'open', ...NODE],
  },
  {
    name: 'simulator',
    path: 'simulator',
    mayImport: [],
    packages: ['@googleapis/gmail', '@microsoft/microsoft-graph-types', 'fastify', 'zod', ...NODE],
  },
]

/** The layer a file belongs to, or null for tests, scripts and benchmarks, which may import all. */
export function layerOf(file: string): Layer | null {
  const path = file.replaceAll('\\', '/')
  return LAYERS.find((layer) => path === layer.path || path.startsWith(`${layer.path}/`)) ?? null
}

/** Why the import is not allowed, or null where it is. Both paths are from the project's root. */
export function findViolation(
  from: string,
  imported: { file: string } | { package: string },
): string | null {
  const layer = layerOf(from)
  if (!layer || /\.test\.tsx?$/u.test(from)) return null
  if ('file' in imported) {
    const target = layerOf(imported.file)
    if (target === null)
      return `${layer.name} may not import ${imported.file}, which is in no layer`
    if (target.name === layer.name) return findPartViolation(layer, from, imported.file)
    if (layer.mayImport.includes(target.name)) return null
    return `${layer.name} may not import ${target.name} (${imported.file})`
  }
  const name = imported.package
  const allowed =
    layer.packages === '*'
      ? name !== 'electron'
      : layer.packages.some((entry) =>
          entry === 'node:*' ? name.startsWith('node:') : packageName(name) === entry,
        )
  return allowed ? null : `${layer.name} may not import the package ${name}`
}

/** The part of a layer that a file belongs to, or null where the layer has none. */
export function partOf(file: string): string | null {
  const layer = layerOf(file)
  if (layer?.hasParts !== true) return null
  return (
    file
      .replaceAll('\\', '/')
      .slice(layer.path.length + 1)
      .split('/')[0] ?? null
  )
}

function findPartViolation(layer: Layer, from: string, file: string): string | null {
  const part = partOf(file)
  if (part === null || part === partOf(from)) return null
  const index = `${layer.path}/${part}/index.ts`
  return file.replaceAll('\\', '/') === index ? null : `import ${index} instead of ${file}`
}

function packageName(specifier: string): string {
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier)
}
