/** A core process for tests: the real channel over a real fork, with a core that is not. */
import { createIpcServer } from '#hosts/ipc/ipc-server.ts'
import { parseToCore, PROTOCOL_VERSION, type FromCore, type ToCore } from '#hosts/ipc/protocol.ts'
import { OperationError, type Result } from '#shared/errors.ts'
import { createFakeCore, LOCAL_USER, createRecordingLogger } from '../support/app/fake-core.ts'

const end = createIpcServer({
  endpoint: {
    send: (message: FromCore) => {
      const version = Number(process.env['VERSION'] ?? PROTOCOL_VERSION)
      process.send?.(message.kind === 'ready' ? { ...message, version } : message)
    },
    onMessage: (listener: (message: ToCore) => void) => {
      process.on('message', (message) => {
        const parsed = parseToCore(message)
        if (parsed !== null) listener(parsed)
      })
    },
  },
  logger: createRecordingLogger(),
  onStop: () => process.exit(0),
})
process.on('disconnect', () => process.exit(0))

if (process.env['FAIL'] !== undefined) {
  end.refuse(new OperationError('database_connection_error', process.env['FAIL']))
} else {
  const core = createFakeCore()
  core.setResult('mailboxes.list', [{ pid: process.pid }])
  core.dispatch = ((answer) => async (name, input, caller, extras) => {
    if (name === 'auth.logout') process.kill(process.pid, 'SIGKILL')
    if (name === 'status.get') return await untilCancelled(extras?.signal)
    if (name === 'auth.me') await new Promise(() => undefined)
    if (name === 'demo.start') await end.browser.open('https://accounts.example/consent')
    if (name === 'settings.get') core.publish(LOCAL_USER, { type: 'settings.changed' })
    return answer(name, input, caller, extras)
  })(core.dispatch)
  end.serve(core)
}

/** Announces that the call has arrived, and answers once it is cancelled. */
function untilCancelled(signal: AbortSignal | undefined): Promise<Result<unknown>> {
  process.send?.({ kind: 'event', event: { type: 'mailboxes.changed' } } satisfies FromCore)
  return new Promise((done) =>
    signal?.addEventListener('abort', () =>
      done({ ok: false, error: { code: 'cancelled', message: 'Cancelled at the core' } }),
    ),
  )
}
