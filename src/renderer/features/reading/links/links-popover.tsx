import { Link2, TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { Popover } from '../../../ui/popover.tsx'
import { extractLinks, type MessageLink } from './extract-links.ts'

/** Where the message’s links really lead; odd ones are told apart. */
export function LinksPopover({ html }: { html: string }) {
  const { t } = useTranslation()
  const links = useMemo(() => extractLinks(html), [html])
  if (links.length === 0) return null
  const odd = links.filter(({ warning }) => warning !== null).length
  return (
    <Popover
      label={t('reading.links', { count: links.length })}
      align="end"
      className="max-h-96 w-[420px] p-1"
      trigger={
        <Button
          tone="ghost"
          size="small"
          className={odd > 0 ? '!text-warning' : ''}
          icon={odd > 0 ? <TriangleAlert size={14} /> : <Link2 size={14} />}
        >
          {odd > 0
            ? t('reading.oddLinks', { count: odd })
            : t('reading.links', { count: links.length })}
        </Button>
      }
    >
      <ul>
        {links.map((link) => (
          <li key={`${link.text} ${link.href}`}>
            <LinkLine link={link} />
          </li>
        ))}
      </ul>
    </Popover>
  )
}

function LinkLine({ link }: { link: MessageLink }) {
  const { t } = useTranslation()
  const { text, href, warning } = link
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      className="block rounded-md px-2 py-1.5 hover:bg-hover focus-inset"
    >
      <span className="block truncate text-sm text-ink">
        {text === '' ? t('reading.linkWithoutText') : text}
      </span>
      <span className="block text-xs break-all text-ink-3">
        {href.length > 160 ? `${href.slice(0, 160)}…` : href}
      </span>
      {warning === null ? null : (
        <span className="mt-1 flex items-start gap-1.5 text-xs text-warning">
          <TriangleAlert size={14} className="mt-px shrink-0" />
          {t(`reading.linkWarning.${warning.kind}`, {
            shown: warning.kind === 'other_domain' ? warning.shown : '',
            actual: warning.actual,
          })}
        </span>
      )}
    </a>
  )
}
