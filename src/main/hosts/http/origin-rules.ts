/**
 * Which Host and Origin headers are ours. A page on the internet can make a browser send requests
 * to a loopback port, and can point its own name at 127.0.0.1 (DNS rebinding): these two
 * headers, which page scripts cannot set, show that such a request is not from our own page.
 */
export interface OriginRules {
  /** True for a Host header (name and port) this server answers to. */
  isOurHost(host: string | undefined): boolean
  /** True for an Origin header that is our own page's, or a configured one. */
  isOurOrigin(origin: string, host: string | undefined): boolean
  /** True for an origin named in CORS_ALLOWED_ORIGINS. */
  isAllowedCrossOrigin(origin: string): boolean
}

export interface OriginRuleOptions {
  /** The address the server is bound to, as it was given. */
  host: string
  /** Asked each time: the port is known only once the server listens. */
  port: () => number
  /** Origins such as `https://mail.example.com`; their host names are accepted as Host, too. */
  allowedOrigins: readonly string[]
  /** False where the server is bound for other machines: any IP address is then ours by Host. */
  onlyLoopback: boolean
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']
/** A literal address needs no DNS, so it cannot be rebound. */
const IP_LITERAL = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/u

/** Builds the rules for one server. */
export function createOriginRules(options: OriginRuleOptions): OriginRules {
  const allowed = new Set(options.allowedOrigins.map((origin) => new URL(origin).origin))
  const allowedHosts = new Set([...allowed].map((origin) => new URL(origin).host))
  const names = new Set([...LOOPBACK_NAMES, bracketed(options.host.toLowerCase())])

  const isOurHost = (host: string | undefined): boolean => {
    if (host === undefined) return false
    const value = host.toLowerCase()
    if (allowedHosts.has(value)) return true
    const [, name = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/u.exec(value) ?? []
    if (Number(port ?? 80) !== options.port()) return false
    return names.has(name) || (!options.onlyLoopback && IP_LITERAL.test(name))
  }

  return {
    isOurHost,
    isOurOrigin: (origin, host) =>
      allowed.has(origin) || (isOurHost(host) && origin === `http://${host ?? ''}`.toLowerCase()),
    isAllowedCrossOrigin: (origin) => allowed.has(origin),
  }
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}
