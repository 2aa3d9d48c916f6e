import { fieldOf } from '#shared/domain/is-record.ts'
import { createHash } from 'node:crypto'
import { realpathSync, unlinkSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

export interface InstanceLock {
  release(): Promise<void>
}

/**
 * Makes sure one process uses a data folder at a time: the holder listens on a local socket that
 * the system closes with the process, so a kill leaves no lock behind.
 *
 * @returns null where another live process holds it
 */
export async function acquireInstanceLock(dataDir: string): Promise<InstanceLock | null> {
  const address = lockAddress(dataDir)
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const server = await listen(address)
    if (server !== null) {
      return {
        release: () =>
          new Promise((done) => {
            server.close(() => done())
          }),
      }
    }
    if (await isListening(address)) return null
    // Left behind by a process that was killed: nobody listens on it any more.
    if (process.platform !== 'win32') removeStale(address)
  }
  return null
}

function lockAddress(dataDir: string): string {
  const key = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 24)
  return process.platform === 'win32'
    ? `\\\\.\\pipe\\mailmanager-${key}`
    : join(tmpdir(), `mailmanager-${userInfo().uid}-${key}.sock`)
}

function listen(address: string): Promise<Server | null> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.end())
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') done(null)
      else fail(error)
    })
    server.listen(address, () => {
      server.unref()
      done(server)
    })
  })
}

function isListening(address: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(address)
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}

function removeStale(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if (fieldOf(error, 'code') !== 'ENOENT') throw error
  }
}
