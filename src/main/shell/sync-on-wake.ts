import type { OperationName } from '#shared/contract/index.ts'

/** As much of Electron's powerMonitor as is used here. */
interface PowerMonitor {
  on(event: 'resume' | 'unlock-screen', listener: () => void): unknown
  readonly onBatteryPower: boolean
}

/**
 * A computer that slept has mail to catch up with, and its timers slept as well: the core is told
 * when it wakes. The pages say for themselves whether somebody looks at them.
 */
export function syncOnWake(options: {
  power: PowerMonitor
  isForeground: () => boolean
  call: (name: OperationName, input: unknown) => Promise<unknown>
}): void {
  const { power, isForeground, call } = options
  const woke = (): void => {
    void call('sync.presence', {
      clientId: 'desktop',
      isForeground: isForeground(),
      isOnBattery: power.onBatteryPower,
      cameOnline: true,
    })
  }
  power.on('resume', woke)
  power.on('unlock-screen', woke)
}
