import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHttpHost, type HttpHostOptions } from '#hosts/http/http-server.ts'
import {
  createFakeCore,
  createRecordingLogger,
  type FakeCore,
  type RecordingLogger,
} from '../support/app/fake-core.ts'

export const TOKEN = 'a-token-for-tests'

export interface TestResponse {
  status: number
  headers: IncomingHttpHeaders
  text: string
  bytes: Buffer
  json: () => unknown
}

export interface TestRequest {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
  /** Sends the access token; true unless said otherwise. */
  token?: boolean
}

export interface TestServer {
  core: FakeCore
  log: RecordingLogger
  url: string
  port: number
  request(ask: TestRequest): Promise<TestResponse>
  close(): Promise<void>
}

/** A real server on a free port, with a core that is not. */
export async function startTestServer(options: Partial<HttpHostOptions> = {}): Promise<TestServer> {
  const core = createFakeCore()
  const log = createRecordingLogger()
  const rendererDir = mkdtempSync(join(tmpdir(), 'renderer-'))
  mkdirSync(join(rendererDir, 'assets'))
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>App</title>')
  writeFileSync(join(rendererDir, 'assets/app-1a2b.js'), 'export {}')
  const host = createHttpHost({
    core,
    token: TOKEN,
    rendererDir,
    allowedOrigins: ['https://mail.example.com'],
    host: '127.0.0.1',
    port: 0,
    logger: log,
    cookieSecure: false,
    version: '1.2.3',
    onlyLoopback: true,
    ...options,
  })
  const url = await host.listen()
  const port = Number(new URL(url).port)
  return {
    core,
    log,
    url,
    port,
    request: (ask) => send(port, ask),
    async close() {
      await host.close()
      rmSync(rendererDir, { recursive: true })
    },
  }
}

/** Plain node:http, because fetch() will not send a Host or Origin of our choosing. */
function send(
  port: number,
  { method = 'GET', path, headers = {}, body, token = true }: TestRequest,
): Promise<TestResponse> {
  return new Promise((done, fail) => {
    const call = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: {
          ...(token ? { authorization: `Bearer ${TOKEN}` } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', fail)
        response.on('end', () => {
          const bytes = Buffer.concat(chunks)
          const text = bytes.toString('utf8')
          done({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            bytes,
            json: () => JSON.parse(text) as unknown,
          })
        })
      },
    )
    call.on('error', fail)
    call.end(body)
  })
}
