import { useTranslation } from 'react-i18next'
import type { EmailContent } from '#shared/contract/emails.ts'
import { Dialog } from '../../../ui/dialog.tsx'

/** The message’s header fields, in the order they came. */
export function HeadersDialog({
  content,
  onClose,
}: {
  content: EmailContent
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog open onOpenChange={onClose} title={t('reading.headers')} size="large">
      <table className="selectable w-full text-xs">
        <tbody>
          {content.headers.map(({ name, value }, index) => (
            <tr key={index} className="border-b border-line align-top last:border-0">
              <th scope="row" className="py-1 pe-4 text-start font-semibold whitespace-nowrap">
                {name}
              </th>
              <td className="w-full py-1 break-all text-ink-2">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  )
}
