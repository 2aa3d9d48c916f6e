import {
  CANCEL_CHANNEL,
  COMMAND_CHANNEL,
  EVENT_CHANNEL,
  shellCommandSchema,
  type Bridge,
  type ShellCommand,
} from '#shared/bridge.ts'
import type { OperationName } from '#shared/contract/index.ts'
import type { Result } from '#shared/errors.ts'
import { UPLOAD_CHANNEL } from '#shared/upload.ts'
import { parseCoreEvent } from '#shared/events.ts'

/** What the bridge uses of Electron's ipcRenderer. */
export interface RendererIpc {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>
  on(channel: string, listener: (event: unknown, payload: unknown) => void): unknown
  removeListener(channel: string, listener: (event: unknown, payload: unknown) => void): unknown
}

const parseCommand = (payload: unknown): ShellCommand | null =>
  shellCommandSchema.safeParse(payload).data ?? null

/**
 * The page's only way out: calls named in the contract, and subscriptions. It hands out neither
 * ipcRenderer nor Electron's event objects.
 */
export function createBridge(ipc: RendererIpc, names: ReadonlySet<string>): Bridge {
  function listen<T>(
    channel: string,
    parse: (payload: unknown) => T | null,
    listener: (payload: T) => void,
  ): () => void {
    if (typeof listener !== 'function') throw new TypeError('A listener must be a function')
    const receive = (_event: unknown, payload: unknown): void => {
      const parsed = parse(payload)
      if (parsed !== null) listener(parsed)
    }
    ipc.on(channel, receive)
    return () => void ipc.removeListener(channel, receive)
  }

  return Object.freeze<Bridge>({
    async call(name: OperationName, input: unknown, callId?: string): Promise<Result<unknown>> {
      if (typeof name !== 'string' || !names.has(name)) {
        return {
          ok: false,
          error: { code: 'route_not_found', message: 'MailManager has no such operation' },
        }
      }
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- made by the dispatcher
      return (await ipc.invoke(
        name,
        input,
        ...(callId === undefined ? [] : [callId]),
      )) as Result<unknown>
    },
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- made by the main process
    cancel: async (callId) => (await ipc.invoke(CANCEL_CHANNEL, callId)) as Result<unknown>,
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- made by the dispatcher
    upload: async (part) => (await ipc.invoke(UPLOAD_CHANNEL, part)) as Result<unknown>,
    subscribe: (listener) => listen(EVENT_CHANNEL, parseCoreEvent, listener),
    onCommand: (listener) => listen(COMMAND_CHANNEL, parseCommand, listener),
  })
}
