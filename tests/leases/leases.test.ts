import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LEASE_MS } from '#core/leases/leases.ts'
import { LeaseLostError } from '#core/ports/leases.ts'
import { createVirtualClock, type VirtualClock } from '../support/clocks/virtual-clock.ts'
import { createFailingStore } from '../support/database/failing-store.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { testLeases } from '../support/leases.ts'

const RESOURCE = 'sync:a'

describe.each(DIALECTS)('a lease (%s)', (dialect) => {
  let test: TestStore
  let clock: VirtualClock

  beforeEach(async () => {
    test = await openTestStore(dialect)
    clock = createVirtualClock()
  })
  afterEach(() => test.dispose())

  const leaseOf = (holder: string, store = test.store) =>
    testLeases(store, clock, { holder, isShared: true }).of(RESOURCE)

  /** Lets time pass in steps, with a read after each, so that renewals under way end. */
  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 10_000) {
      await clock.run(clock.sleep(10_000))
      for (let read = 0; read < 4; read += 1) await test.store.read.leases.find(RESOURCE)
    }
  }

  it('is held by one host at a time, and free once it is given back', async () => {
    const [one, other] = [leaseOf('one'), leaseOf('other')]
    expect(await one.acquire()).toBeNull()
    expect(await other.acquire()).toBeGreaterThan(0)
    await one.release()
    expect(await other.acquire()).toBeNull()
    await other.release()
  })

  it('is given to exactly one of many that ask at once', async () => {
    const all = Array.from({ length: 8 }, (_, index) => leaseOf(`host ${index}`))
    const waits = await Promise.all(all.map((lease) => lease.acquire()))
    expect(waits.filter((wait) => wait === null)).toHaveLength(1)
    await Promise.all(all.map((lease) => lease.release()))
  })

  it('is renewed for as long as it is held', async () => {
    const [one, other] = [leaseOf('one'), leaseOf('other')]
    await one.acquire()
    await pass(3 * LEASE_MS)
    expect(await other.acquire()).not.toBeNull()
    expect(one.signal().aborted).toBe(false)
    await one.release()
  })

  it('of a killed host is taken over after its end, and not before', async () => {
    const now = clock.now()
    const killed = { resource: RESOURCE, holder: 'killed', now, until: now + LEASE_MS }
    await test.store.transaction((tx) => tx.leases.acquire(killed))
    const other = leaseOf('other')
    await pass(LEASE_MS - 10_000)
    expect(await other.acquire()).not.toBeNull()
    await pass(10_000)
    expect(await other.acquire()).toBeNull()
    await other.release()
  })

  it('of a killed process is taken back at once by the next process of the same host', async () => {
    const now = clock.now()
    const killed = { resource: RESOURCE, holder: 'this host', now, until: now + LEASE_MS }
    await test.store.transaction((tx) => tx.leases.acquire(killed))
    const restarted = leaseOf('this host')
    expect(await restarted.acquire()).toBeNull()
    await restarted.release()
  })

  it('in a database of its own is never renewed', async () => {
    const lease = testLeases(test.store, clock, { isShared: false }).of(RESOURCE)
    await lease.acquire()
    const before = await test.store.read.leases.find(RESOURCE)
    await pass(3 * LEASE_MS)
    expect(await test.store.read.leases.find(RESOURCE)).toEqual(before)
    expect(lease.token()).toBe(1)
    await lease.release()
  })

  it('has a token that rises each time it is taken', async () => {
    const tokens: (number | null)[] = []
    for (const holder of ['one', 'other', 'one']) {
      const lease = leaseOf(holder)
      await lease.acquire()
      tokens.push(lease.token())
      await lease.release()
    }
    expect(tokens).toEqual([1, 2, 3])
  })

  it('that was lost lets nothing more be written, and its signal aborts', async () => {
    const one = leaseOf('one')
    await one.acquire()
    const signal = one.signal()
    const fenced = one.fence(test.store)
    await fenced.transaction((tx) => tx.secrets.set('name', 'written in time'))
    // One slept through the end of its lease, and another host took it.
    const later = clock.now() + LEASE_MS + 1
    const taken = { resource: RESOURCE, holder: 'other', now: later, until: later + LEASE_MS }
    await test.store.transaction((tx) => tx.leases.acquire(taken))
    await expect(
      fenced.transaction((tx) => tx.secrets.set('name', 'written too late')),
    ).rejects.toThrow(LeaseLostError)
    expect(await test.store.read.secrets.get('name')).toBe('written in time')
    expect(signal.aborted).toBe(true)
    expect(one.token()).toBeNull()
  })

  it('survives two failed renewals, and ends where the database fails until its end', async () => {
    let failures = 0
    let isFailing = true
    const store = createFailingStore(test.store, {
      failsWrite: () => isFailing && (failures += 1) > 0,
      failsRead: () => false,
    })
    isFailing = false
    const lease = leaseOf('one', store)
    await lease.acquire()
    isFailing = true
    await pass(LEASE_MS - 20_000)
    expect(failures).toBe(2)
    expect(lease.token()).not.toBeNull()
    await pass(60_000)
    expect(lease.token()).toBeNull()
  })
})
