import { isRecord } from '#shared/domain/is-record.ts'
export interface WindowState {
  width: number
  height: number
  /** Null: wherever the system puts it. */
  position: { x: number; y: number } | null
  maximised: boolean
}

export interface ScreenArea {
  x: number
  y: number
  width: number
  height: number
}

export const DEFAULT_WINDOW_STATE: WindowState = {
  width: 1280,
  height: 800,
  position: null,
  maximised: false,
}

export const MINIMUM_SIZE = { width: 720, height: 480 }
/** This much of the title bar must be on a screen, or the window could not be moved. */
const MIN_VISIBLE_PX = 80

/** Reads what was remembered; anything that is no window state is the default. */
export function parseWindowState(text: string): WindowState {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return DEFAULT_WINDOW_STATE
  }
  if (!isRecord(value)) return DEFAULT_WINDOW_STATE
  const { width, height, position, maximised } = value
  if (!isSize(width) || !isSize(height)) return DEFAULT_WINDOW_STATE
  return {
    width: Math.max(Math.round(width), MINIMUM_SIZE.width),
    height: Math.max(Math.round(height), MINIMUM_SIZE.height),
    position: isPosition(position)
      ? { x: Math.round(position.x), y: Math.round(position.y) }
      : null,
    maximised: maximised === true,
  }
}

/** The state to open with on these screens: a window whose screen is gone comes back to one. */
export function fitToScreens(state: WindowState, screens: readonly ScreenArea[]): WindowState {
  const largest = screens.reduce<ScreenArea | null>(
    (best, screen) =>
      best && best.width * best.height >= screen.width * screen.height ? best : screen,
    null,
  )
  if (largest === null) return state
  const { position } = state
  const screen =
    position === null ? undefined : screens.find((area) => isReachable(position, state.width, area))
  const { width, height } = screen ?? largest
  return {
    ...state,
    width: Math.min(state.width, width),
    height: Math.min(state.height, height),
    position: screen === undefined ? null : position,
  }
}

function isReachable(
  position: { x: number; y: number },
  width: number,
  screen: ScreenArea,
): boolean {
  const visible =
    Math.min(position.x + width, screen.x + screen.width) - Math.max(position.x, screen.x)
  const top = position.y >= screen.y && position.y < screen.y + screen.height - MIN_VISIBLE_PX / 2
  return visible >= MIN_VISIBLE_PX && top
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 && value < 100_000
}

function isPosition(value: unknown): value is { x: number; y: number } {
  if (!isRecord(value)) return false
  const { x, y } = value
  return typeof x === 'number' && typeof y === 'number' && Math.abs(x) < 1e6 && Math.abs(y) < 1e6
}
