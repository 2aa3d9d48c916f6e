/**
 * The script that runs in a page before its own: gives the preload script `require('electron')` and
 * takes the raw channel away from the page. Frames inside the page get no preload, as in Electron;
 * there the raw channel stays, so that tests can play a frame that broke out.
 */
export function wrapPreloadScript(preloadSource: string): string {
  return `(() => {
  if (window !== window.top) return
  const raw = globalThis.__standInCall
  delete globalThis.__standInCall
  const listeners = new Map()
  const of = (channel) => listeners.get(channel) ?? listeners.set(channel, new Set()).get(channel)
  const ipcRenderer = {
    on: (channel, listener) => (of(channel).add(listener), ipcRenderer),
    removeListener: (channel, listener) => (of(channel).delete(listener), ipcRenderer),
    async invoke(channel, ...args) {
      const answer = await raw({ channel, args: structuredClone(args) })
      if ('error' in answer) {
        throw new Error("Error invoking remote method '" + channel + "': " + answer.error)
      }
      return answer.value
    },
  }
  Object.defineProperty(globalThis, '__standInEmit', {
    value: (channel, payload) => { for (const listener of [...of(channel)]) listener({}, payload) },
  })
  const contextBridge = {
    exposeInMainWorld: (name, api) =>
      Object.defineProperty(globalThis, name, { value: Object.freeze(api), enumerable: true }),
  }
  const require = (name) => {
    if (name === 'electron') return { contextBridge, ipcRenderer }
    throw new Error('module not found: ' + name)
  }
  const module = { exports: {} }
  ;((require, module, exports) => {
${preloadSource}
  })(require, module, module.exports)
})()`
}
