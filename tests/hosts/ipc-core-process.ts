/** A core process for tests: the real channel over a real fork, with a core that is not. */
import { createIpcServer } from '#hosts/ipc/ipc-server.ts'
import { parseToCore, type FromCore, type ToCore } from '#hosts/ipc/protocol.ts'
import { OperationError } from '#shared/errors.ts'
import { createFakeCore, LOCAL_USER, createRecordingLogger } from '../support/app/fake-core.ts'

const end = createIpcServer({
  endpoint: {
    send: (message: FromCore) => void process.send?.(message),
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
  core.dispatch = ((answer) => async (name, input, caller) => {
    if (name === 'auth.logout') process.kill(process.pid, 'SIGKILL')
    if (name === 'auth.me') await new Promise(() => undefined)
    if (name === 'demo.start') await end.browser.open('https://accounts.example/consent')
    if (name === 'settings.get') core.publish(LOCAL_USER, { type: 'settings.changed' })
    return answer(name, input, caller)
  })(core.dispatch)
  end.serve(core)
}
