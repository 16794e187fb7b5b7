import { setTimeout as sleep } from 'node:timers/promises'
import type { Place } from './place.ts'
import { startServer, stopServer, type Log, type RunningServer } from './server.ts'

const SHORTEST_PAUSE = 250
const LONGEST_PAUSE = 10_000

export interface KeptServer {
  readonly port: number
  /** Ends it for good, whether it runs or is being started again. */
  stop(): Promise<void>
}

/** What the server died of, without times and numbers, where its log says so; not what it answered those who came meanwhile. */
const reasonOf = ({ message }: Error): string => /(?:PANIC|FATAL): +(?!the database system is)(.*)/.exec(message)?.[1]?.replace(/"?\S*xlogtemp\.\d+"?/, 'the write-ahead log') ?? message

/**
 * Starts the server of a cluster, and starts it again, at the same port, whenever it ends without being told to: killed, out of
 * memory, or by a disk that was full. Goes on trying until it runs or is stopped.
 * @param started is told of each start.
 * @throws where it does not start the first time.
 */
export async function keepServer(place: Place, settings: Readonly<Record<string, string>>, logFile: string, log: Log, started: (server: RunningServer) => void): Promise<KeptServer> {
  const stopping = new AbortController()
  const { signal } = stopping
  const first = await startServer(place, settings, logFile, log, { signal })
  const { port } = first

  async function again(): Promise<RunningServer | null> {
    const began = Date.now()
    let told = ''
    for (let pause = SHORTEST_PAUSE; !signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        await stopServer(place)
        const server = await startServer(place, settings, logFile, log, { port, signal })
        log(`PostgreSQL runs again after ${((Date.now() - began) / 1000).toFixed(1)} s`)
        return server
      } catch (error) {
        const reason = reasonOf(error as Error)
        if (reason !== told && !signal.aborted) log(`PostgreSQL does not start again, it is tried at least every ${LONGEST_PAUSE / 1000} s: ${(told = reason)}`)
        await sleep(pause, undefined, { signal }).catch(() => undefined)
      }
    }
    return null
  }
  function tell(server: RunningServer): void {
    try {
      started(server)
    } catch (error) {
      log(`${(error as Error).message}`)
    }
  }
  async function keep(): Promise<void> {
    for (let server: RunningServer | null = first; server;) {
      const how = await server.ended
      if (signal.aborted) return
      log(`PostgreSQL ended (${how}): starting it again`)
      server = await again()
      if (server) tell(server)
    }
  }
  started(first)
  const keeping = keep()
  return {
    port,
    async stop() {
      stopping.abort()
      await stopServer(place)
      // The server's own end keeps no process alive: ours must not be over before it is told.
      const awake = setInterval(() => undefined, 1_000)
      await keeping.finally(() => clearInterval(awake))
      await stopServer(place)
    },
  }
}
