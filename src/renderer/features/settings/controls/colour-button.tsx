import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ACCOUNT_COLOURS } from '#shared/domain/account-colours.ts'
import { Popover } from '../../../ui/popover.tsx'

interface ColourButtonProps {
  colour: string | null
  /** Accessible name: whose colour it is. */
  label: string
  onChange: (colour: string | null) => void
}

/** The colour of a mailbox or an account, and a small choice of others. */
export function ColourButton({ colour, label, onChange }: ColourButtonProps) {
  const { t } = useTranslation()
  return (
    <Popover
      label={label}
      className="p-2"
      trigger={
        <button
          type="button"
          aria-label={label}
          className="flex size-6 shrink-0 items-center justify-center rounded-md hover:bg-hover"
        >
          <span
            className="size-3 rounded-full border border-line-strong"
            style={{ backgroundColor: colour ?? 'transparent' }}
          />
        </button>
      }
    >
      <div className="grid grid-cols-4 gap-1">
        {ACCOUNT_COLOURS.map(({ id, value }) => (
          <button
            key={id}
            type="button"
            aria-label={t(`settings.colour.${id}`)}
            aria-pressed={colour?.toLowerCase() === value}
            onClick={() => onChange(value)}
            className="flex size-7 items-center justify-center rounded-md hover:bg-hover"
          >
            <span
              className="flex size-5 items-center justify-center rounded-full text-white"
              style={{ backgroundColor: value }}
            >
              {colour?.toLowerCase() === value ? <Check size={12} /> : null}
            </span>
          </button>
        ))}
      </div>
    </Popover>
  )
}
