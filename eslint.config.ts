import eslint from '@eslint/js'
import vitest from '@vitest/eslint-plugin'
import jsxA11y from 'eslint-plugin-jsx-a11y-x'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'
import { dependencyRule } from './scripts/lint/dependency-rule.ts'

export default defineConfig(
  { ignores: ['out/**', 'dist/**', 'node_modules/**', 'drizzle/**', 'bench-results/**'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['scripts/run.mjs'] } },
    },
    plugins: { mailmanager: { rules: { 'dependency-rule': dependencyRule } } },
    rules: {
      'mailmanager/dependency-rule': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'no-console': 'error',
    },
  },
  {
    // The core takes time and chance from outside, so that tests can decide both.
    files: ['src/main/core/**/*.ts'],
    ignores: [
      'src/main/core/platform/**',
      '**/*.test.ts',
      // Wires the real randomness in.
      'src/main/core/create-core.ts',
      // Real randomness is the default of an injectable option.
      'src/main/core/providers/*/client/rate-limiter.ts',
      'src/main/core/sync/sync-engine.ts',
      // Undo the dating of Google's and Microsoft's libraries, which read the system's clock.
      'src/main/core/auth/google/grant.ts',
      'src/main/core/auth/microsoft/grant.ts',
      // End a thread that is idle or hangs, which only real time can tell.
      'src/main/core/database/sqlite/wal-checkpoints.ts',
      'src/main/core/mime/html/html-sanitiser.ts',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Use the injected clock.' },
        { object: 'Math', property: 'random', message: 'Use the injected randomness.' },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'setTimeout', message: 'Use the sleep of the injected clock.' },
        { name: 'setInterval', message: 'Use the sleep of the injected clock.' },
      ],
    },
  },
  {
    // A cast that nothing proves hides what a boundary should check; each that stays says why.
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    rules: { '@typescript-eslint/no-unsafe-type-assertion': 'error' },
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': { rules: reactHooks.rules } },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  },
  {
    files: ['src/renderer/**/*.tsx'],
    extends: [jsxA11y.configs.recommended],
    rules: {
      // A dialog or step that a person opens gives the focus to its first field (ARIA dialog pattern).
      'jsx-a11y-x/no-autofocus': 'off',
      // The keys of a list's or tree's items are handled by the list, the tree or the app's commands.
      'jsx-a11y-x/click-events-have-key-events': 'off',
      // Options are named by aria-activedescendant, and in a tree the items have the focus in turn.
      'jsx-a11y-x/interactive-supports-focus': 'off',
    },
  },
  {
    // Drizzle's own transaction cannot be awaited on SQLite; ours can (database/sqlite/store.ts).
    files: ['src/main/core/database/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='transaction'][callee.object.name='db']",
          message: 'Use Store.transaction: drizzle’s own throws on better-sqlite3 with async work.',
        },
      ],
    },
  },
  {
    files: [
      '*.config.ts',
      'tests/electron/vitest.config.ts',
      'scripts/**',
      'bench/**',
      'simulator/main.ts',
    ],
    rules: { 'no-console': 'off', 'no-restricted-exports': 'off' },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'tests/**'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      'no-console': 'off',
    },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx'],
    plugins: { vitest },
    rules: {
      // What waits for a state fails where the state never comes, so it asserts as well.
      'vitest/expect-expect': [
        'error',
        {
          assertFunctionNames: [
            'expect*',
            'fc.assert',
            'eventually',
            'waitFor*',
            'mirror',
            'refuses',
            '**.expect*',
            '**.waitFor*',
            '**.until*',
          ],
        },
      ],
      'vitest/no-focused-tests': 'error',
      'vitest/no-identical-title': 'error',
      'vitest/no-standalone-expect': [
        'error',
        { additionalTestBlockFunctions: ['beforeEach', 'afterEach', 'beforeAll', 'afterAll'] },
      ],
      'vitest/valid-title': 'error',
    },
  },
)
