import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export interface ConsoleStep {
  id: string
  /** The page of the console where it is done. */
  url: string
  title: string
  text: string
  /** What is asked for here rather than there. */
  field?: ReactNode
}

/** What is to be done in a provider’s console, in order, each with the link to its page. */
export function ConsoleSteps({ steps }: { steps: readonly ConsoleStep[] }) {
  const { t } = useTranslation()
  return (
    <ol className="flex flex-col">
      {steps.map(({ id, url, title, text, field }, index) => (
        <li key={id} className="flex gap-3 border-b border-line py-2.5 first:border-t">
          <span className="w-4 shrink-0 text-end font-semibold text-ink-3">{index + 1}</span>
          <div className="min-w-0 flex-1">
            <p className="flex items-baseline gap-3">
              <span className="min-w-0 flex-1 font-semibold">{title}</span>
              <a
                href={url}
                target="_blank"
                rel="noreferrer"
                aria-label={`${title}: ${t('connect.client.openPage')}`}
                className="flex shrink-0 items-center gap-1 rounded-sm text-accent hover:underline"
              >
                {t('connect.client.openPage')}
                <ExternalLink size={12} />
              </a>
            </p>
            <p className="selectable text-pretty text-ink-2">{text}</p>
            {field === undefined ? null : <div className="mt-2">{field}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}
