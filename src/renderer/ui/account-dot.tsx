/** The account’s colour as a dot; its name always stands beside it. Size in pixels. */
export function AccountDot({ colour, size = 8 }: { colour: string; size?: number }) {
  return (
    <span
      aria-hidden="true"
      className="inline-block shrink-0 rounded-full"
      style={{ backgroundColor: colour, width: size, height: size }}
    />
  )
}
