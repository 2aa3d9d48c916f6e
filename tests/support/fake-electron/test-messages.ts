/**
 * What the stand-in tells the test that started it, over the fork's own channel, and what the test
 * may ask of it: the things a person or the system would do to a real Electron.
 */
export type TestReport =
  | { kind: 'browser'; endpoint: string }
  | { kind: 'loaded'; url: string }
  | { kind: 'core'; pid: number }
  | { kind: 'opened'; url: string }
  | { kind: 'error-box'; title: string; content: string }
  | { kind: 'focused' }
  | { kind: 'shown' }
  /** A request the page tried to make outside the app; it was not let out. */
  | { kind: 'blocked'; url: string }
  | { kind: 'permission'; granted: boolean }
  | { kind: 'theme'; source: string }
  | { kind: 'window'; bounds: Bounds; maximised: boolean; webPreferences: Record<string, unknown> }

export interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

export type TestCommand =
  | { do: 'menu'; path: string[] }
  | { do: 'move'; bounds: Bounds; maximised: boolean }
  | { do: 'quit' }
  | { do: 'ask-permission'; permission: string }

export function sendReport(message: TestReport): void {
  process.send?.(message)
}
