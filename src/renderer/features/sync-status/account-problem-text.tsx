import { ExternalLink } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AccountProblem } from './account-problem.ts'

/** What is wrong with an account, with the page that helps where there is one. */
export function AccountProblemText({ problem }: { problem: AccountProblem }) {
  const { t } = useTranslation()
  return (
    <div className="selectable text-xs break-words">
      <p className="text-danger">{problem.text}</p>
      {problem.detail === null ? null : <p className="text-ink-3">{problem.detail}</p>}
      {problem.approvalUrl === null ? null : (
        <a
          href={problem.approvalUrl}
          target="_blank"
          rel="noreferrer"
          className="mt-0.5 inline-flex items-center gap-1 rounded-sm text-accent hover:underline"
        >
          {t('connect.approval.open')}
          <ExternalLink size={12} />
        </a>
      )}
    </div>
  )
}
