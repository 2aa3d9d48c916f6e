import type { Bridge } from '#shared/bridge.ts'
import type { OperationName } from '#shared/contract/index.ts'
import type { Result } from '#shared/errors.ts'
import type { CoreEvent } from '#shared/events.ts'
import { callOverBridge } from './call-over-bridge.ts'
import { createHttpTransport } from './http-transport.ts'
import { uploadOverBridge } from './upload-over-bridge.ts'

/** Whether events arrive. The desktop’s bridge is always `open`. */
export type ConnectionState = 'connecting' | 'open' | 'lost'

export interface CallOptions {
  /** Cancels the call, which is then answered with the code `cancelled` at once. */
  signal?: AbortSignal | undefined
}

export interface UploadOptions {
  signal: AbortSignal
  /** Bytes sent so far. */
  onProgress: (bytes: number) => void
}

/** How the page reaches the core: the desktop’s bridge, or HTTP to where the page came from. */
export interface Transport {
  readonly kind: 'desktop' | 'browser'
  /** Never rejects: a connection that fails is a Result with the code `offline`. */
  call(name: OperationName, input: object, options?: CallOptions): Promise<Result<unknown>>
  /** Sends the content to an operation of the kind `upload`. Never rejects, also where it is aborted. */
  upload(
    name: OperationName,
    input: object,
    content: Blob,
    options: UploadOptions,
  ): Promise<Result<unknown>>
  /** Answers the function that ends the subscription. */
  subscribe(
    listener: (event: CoreEvent) => void,
    onConnection: (state: ConnectionState) => void,
  ): () => void
}

declare global {
  interface Window {
    /** Put there by the preload script; absent in a browser. */
    mailmanager?: Bridge
  }
}

function createBridgeTransport(bridge: Bridge): Transport {
  return {
    kind: 'desktop',
    call: (name, input, options) => callOverBridge(bridge, { name, input }, options),
    upload: (name, input, content, options) =>
      uploadOverBridge(bridge, { name, input, content }, options),
    subscribe: (listener, onConnection) => {
      onConnection('open')
      return bridge.subscribe(listener)
    },
  }
}

/** The desktop’s bridge of this window, or null in a browser. */
export const bridge: Bridge | null =
  typeof window === 'undefined' ? null : (window.mailmanager ?? null)

/** The page’s one connection to the core. */
export const transport: Transport = bridge
  ? createBridgeTransport(bridge)
  : createHttpTransport({ fetch: (url, init) => fetch(url, init) })
