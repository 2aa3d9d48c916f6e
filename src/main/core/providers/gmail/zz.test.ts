import { it } from 'vitest'
import { virtualClock } from '../../../../../tests/support/virtual-clock.ts'
import { createLimiter } from './limiter.ts'
import { evenUnits } from './plan-batch.ts'
it('explore', async () => {
  for (const [name, latency, sizes] of [['threads',400,[2000]],['threads slow',1500,[2000]],['near',400,[1920,1980,2000,1860,2000,1940]],['mix',400,[1000,1460,2000,1220,1780]],['msgs',400,[1000]]] as const) {
    const clock = virtualClock(); const began = clock.now()
    const limiter = createLimiter({ clock, unitsPerMinute: 6000 })
    const c: {at:number,u:number}[] = []
    const end = began + 21*60000
    const list = async () => { for (let i=0;i<41;i++){ const s=await limiter.acquire(5,{priority:'background'}); await clock.sleep(latency); c.push({at:clock.now(),u:5}); s.done() } }
    const recents = async () => { for (let i=0;i<6;i++){ const s=await limiter.acquire(1000,{priority: i ? 'background':'user'}); await clock.sleep(latency*3); c.push({at:clock.now(),u:s.units}); s.done() } await list() }
    const poll = async () => { while (clock.now()<end) { await clock.sleep(20000); const s=await limiter.acquire(2,{priority:'user'}); await clock.sleep(80); s.done() } }
    const batches: number[] = []
    let turn=0
    const w = async () => { await recents(); await Promise.all([0,1,2,3].map(async () => { while (clock.now()<end) {
      const wanted = evenUnits(sizes[turn++%sizes.length]!, limiter.backgroundBudget())
      const s = await limiter.acquire(wanted,{priority:'background',atLeast:Math.ceil(wanted/2)})
      s.reduceTo(Math.floor(s.units/40)*40)
      batches.push(s.units); await clock.sleep(latency); c.push({at:clock.now(),u:s.units}); s.done() } })) }
    await clock.run(Promise.all([w(), poll()]))
    const u = c.filter(x=>x.at>=began+60000&&x.at<end).reduce((a,b)=>a+b.u,0)
    console.log(name, (u/(20*6000)*100).toFixed(2)+'%', 'batches', batches.length, 'avg', (batches.reduce((a,b)=>a+b,0)/batches.length).toFixed(0), batches.slice(0,30).join(' '))
  }
})
