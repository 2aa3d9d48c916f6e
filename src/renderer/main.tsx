import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { commands } from './app/commands/registry.ts'
import { ErrorBoundary } from './app/shell/error-boundary.tsx'
import { applyStoredTheme } from './app/theme.ts'
import { queryClient } from './client/queries.ts'
import { resolveLanguage, startI18n } from './i18n/i18n.ts'
import { registerCommands } from './state/commands.ts'
import './styles.css'

applyStoredTheme()
registerCommands(commands)
await startI18n(resolveLanguage('system', navigator.languages))

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no #root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <ErrorBoundary>
        <App />
      </ErrorBoundary>
    </QueryClientProvider>
  </StrictMode>,
)
