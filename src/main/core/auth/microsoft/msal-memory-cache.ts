import type { ICachePlugin } from '@azure/msal-node'

/** MSAL's cache for one request: begins with the given text and is stored by whoever asked. */
export function createMsalMemoryCache(start = ''): { plugin: ICachePlugin; text: () => string } {
  let text = start
  return {
    plugin: {
      beforeCacheAccess: (context) => {
        if (text !== '') context.tokenCache.deserialize(text)
        return Promise.resolve()
      },
      afterCacheAccess: (context) => {
        if (context.cacheHasChanged) text = context.tokenCache.serialize()
        return Promise.resolve()
      },
    },
    text: () => text,
  }
}
