import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { operationOf } from '#shared/contract/index.ts'
import { syncOnWake } from './sync-on-wake.ts'

it.each(['resume', 'unlock-screen'])('the core looks for mail at %s', (event) => {
  const power = Object.assign(new EventEmitter(), { onBatteryPower: true })
  const calls: unknown[] = []
  syncOnWake({
    power,
    isForeground: () => false,
    call: (name, input) => {
      calls.push([name, operationOf(name).input.parse(input)])
      return Promise.resolve()
    },
  })

  power.emit(event)

  expect(calls).toEqual([
    [
      'sync.presence',
      { clientId: 'desktop', isForeground: false, isOnBattery: true, cameOnline: true },
    ],
  ])
})
