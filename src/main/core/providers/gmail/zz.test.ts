import { it } from 'vitest'
import { virtualClock } from '../../../../../tests/support/virtual-clock.ts'
import { createLimiter } from './limiter.ts'
import { evenUnits } from './plan-batch.ts'
it('explore', async () => {
  for (const [name, latency, sizes] of [['T',100,[2000]],['TTTTS',100,[2000,2000,2000,2000,1000]],['TTTTS 560',560,[2000,2000,2000,2000,1000]],['near',100,[1920,1980,2000,1860,2000,1940]],['mix',100,[1000,1460,2000,1220,1780]]] as const) {
    const clock = virtualClock(); const began = clock.now()
    const limiter = createLimiter({ clock, unitsPerMinute: 6000 })
    const c: {at:number,u:number}[] = []
    const end = began + 21*60000
    const list = async () => { for (let i=0;i<21;i++){ const s=await limiter.acquire(5,{priority:'background'}); await clock.sleep(latency); c.push({at:clock.now(),u:5}); s.done() } }
    const recents = async () => { for (let i=0;i<6;i++){ const s=await limiter.acquire(1000,{priority: i ? 'background':'user'}); await clock.sleep(latency*2); c.push({at:clock.now(),u:s.units}); s.done() } await list() }
    const poll = async () => { while (clock.now()<end) { await clock.sleep(20000); const s=await limiter.acquire(2,{priority:'user'}); await clock.sleep(80); s.done() } }
    const batches: string[] = []
    let turn=0
    let slots = 0
    const w = async () => { await recents(); for(;;) { if (clock.now()>=end) return; 
      while (slots>=4) await clock.sleep(10)
      const wanted = evenUnits(sizes[turn++%sizes.length]!, limiter.backgroundBudget())
      const s = await limiter.acquire(wanted,{priority:'background',atLeast:Math.ceil(wanted/2)})
      s.reduceTo(Math.floor(s.units/(wanted>1000?40:20))*(wanted>1000?40:20))
      batches.push(`${Math.round((clock.now()-began)/1000)}:${s.units}`)
      slots++
      void (async()=>{ await clock.sleep(latency); c.push({at:clock.now(),u:s.units}); s.done(); slots-- })() } }
    await clock.run(Promise.all([w(), poll()]))
    const u = c.filter(x=>x.at>=began+60000&&x.at<end).reduce((a,b)=>a+b.u,0)
    console.log(name, (u/(20*6000)*100).toFixed(2)+'%', 'batches', batches.length, batches.slice(0,24).join(' '))
  }
})
