import { Switch as RadixSwitch } from 'radix-ui'

interface SwitchProps {
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  /** Accessible name. */
  label: string
  id?: string
  disabled?: boolean
}

/** On or off, at once. */
export function Switch({ checked, onCheckedChange, label, id, disabled = false }: SwitchProps) {
  return (
    <RadixSwitch.Root
      {...(id === undefined ? {} : { id })}
      checked={checked}
      onCheckedChange={onCheckedChange}
      disabled={disabled}
      aria-label={label}
      className="inline-flex h-[18px] w-8 shrink-0 items-center rounded-full bg-ink-3 px-0.5 transition-colors duration-120 data-[state=checked]:bg-accent-fill disabled:opacity-50"
    >
      <RadixSwitch.Thumb className="size-3.5 rounded-full bg-white transition-transform duration-120 data-[state=checked]:translate-x-3.5 rtl:data-[state=checked]:-translate-x-3.5" />
    </RadixSwitch.Root>
  )
}
