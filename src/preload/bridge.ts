import { COMMAND_CHANNEL, EVENT_CHANNEL, type Bridge } from '#shared/bridge.ts'
import type { OperationName } from '#shared/contract/index.ts'
import type { Result } from '#shared/errors.ts'

/** What the bridge uses of Electron's ipcRenderer. */
export interface RendererIpc {
  invoke(channel: string, input: unknown): Promise<unknown>
  on(channel: string, listener: (event: unknown, payload: unknown) => void): unknown
  removeListener(channel: string, listener: (event: unknown, payload: unknown) => void): unknown
}

/**
 * The page's only way out: calls named in the contract, and subscriptions. It hands out neither
 * ipcRenderer nor Electron's event objects.
 */
export function createBridge(ipc: RendererIpc, names: ReadonlySet<string>): Bridge {
  const listen = (channel: string, listener: (payload: never) => void): (() => void) => {
    if (typeof listener !== 'function') throw new TypeError('A listener must be a function')
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- sent by the main process
    const receive = (_event: unknown, payload: unknown): void => listener(payload as never)
    ipc.on(channel, receive)
    return () => void ipc.removeListener(channel, receive)
  }

  return Object.freeze<Bridge>({
    async call(name: OperationName, input: unknown): Promise<Result<unknown>> {
      if (typeof name !== 'string' || !names.has(name)) {
        return {
          ok: false,
          error: { code: 'route_not_found', message: 'MailManager has no such operation' },
        }
      }
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- made by the dispatcher
      return (await ipc.invoke(name, input)) as Result<unknown>
    },
    subscribe: (listener) => listen(EVENT_CHANNEL, listener),
    onCommand: (listener) => listen(COMMAND_CHANNEL, listener),
  })
}
