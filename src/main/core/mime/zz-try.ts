import { composeMime } from './compose.ts'
import { parseRaw } from './parse-raw.ts'
import { plainTextOf } from './plain-text.ts'
const m={from:{name:'Ana',email:'a@b.c'},to:[{name:'Zoë, "x"',email:'z@b.c'}],cc:[],bcc:[{name:'',email:'bcc@b.c'}],subject:'Héllo\r\nX-Evil: 1',html:'<p onclick=1>Hi <a href="https://x.y/z">there</a> &nbsp;&copy; 1<2 <img src="data:image/png;base64,AAAA"></p><ul><li>one<li>two</ul><blockquote>q</blockquote><script>x</script>',text:null,attachments:[{filename:'../a"\r\nb.txt',contentType:'text/plain\r\nX: y',content:new Uint8Array([1,2])}],inReplyTo:'x@y',references:['<a@b>','c@d','bad id'],messageId:'m@id',appSendId:'send-1',date:0}
const b=await composeMime(m); const b2=await composeMime(m)
console.log(Buffer.from(b).toString(), Buffer.compare(Buffer.from(b),Buffer.from(b2)))
console.log(await parseRaw(b))
// perf
for (const [name,src] of Object.entries({
 nested: Array.from({length:3000},(_,i)=>`Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`).join('')+'\r\nhi',
 parts: 'Content-Type: multipart/mixed; boundary=b\r\n\r\n'+Array.from({length:10000},(_,i)=>`--b\r\nContent-Type: text/plain; name="a${i}.txt"\r\nContent-Disposition: attachment\r\n\r\n${i}\r\n`).join('')+'--b--',
 dashes: 'Content-Type: multipart/mixed; boundary=b\r\n\r\n'+'-'.repeat(5e7),
 dashlines: 'Content-Type: multipart/mixed; boundary=b\r\n\r\n'+'--b\n'.repeat(5e5),
 big64: 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n'+('A'.repeat(76)+'\r\n').repeat(640000)+'--b--',
 bigtext: 'Subject: x\r\n\r\n'+('héllo wörld '.repeat(6)+'\r\n').repeat(640000),
 header: 'Subject: '+'=?a?q?'.repeat(40000)+'\r\nTo: '+'"<('.repeat(70000)+'\r\n\r\nhi',
 folded: 'X: y\r\n'+' z\r\n'.repeat(1e6)+'\r\nhi',
 qp: 'Content-Transfer-Encoding: quoted-printable\r\n\r\n'+'=E9=\r\n'.repeat(5e6),
 colons: 'To: '+'"'.repeat(250000)+'\r\nCc: '+'('.repeat(250000)+'\r\nContent-Type: text/plain; '+'a="'.repeat(20000)+'\r\n\r\nx',
})) { const bytes=Buffer.from(src); const t=performance.now(); const r=await parseRaw(bytes); console.log(name,bytes.length,(performance.now()-t).toFixed(0)+'ms',r.attachments.length,r.defects.slice(0,3),r.snippet.slice(0,40)) }
