import type { Clock } from '@anwang/domain'
import postgres from 'postgres'
import type { Urls } from './env.ts'
import { createApp, listen } from './server.ts'

export interface ServeOptions extends Urls {
  /** 0 takes a free one. */
  port: number
  host: string
  clock: Clock
  /** Folder of the built web application. */
  webRoot: string
  /** Set where the database holds the demonstration and only this machine can come in. */
  demonstration: { password: string } | null
}

export interface Serving {
  url: string
  /** Answers what is under way, then lets go of port and database. */
  close(): Promise<void>
}

/** Serves the product on a migrated database until closed. @throws where the port is taken. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const app = postgres(options.appUrl, { max: 10, onnotice: () => undefined })
  const server = createApp({
    webRoot: options.webRoot,
    demonstration: options.demonstration !== null,
    ready: async () => (await app`select 1`).length === 1,
    extend: () => undefined,
  })
  try {
    const listening = await listen(server, options.port, options.host)
    const host = options.host.includes(':') ? `[${options.host}]` : options.host
    return {
      url: `http://${host}:${listening.port}`,
      async close() {
        await listening.close()
        await app.end({ timeout: 2 })
      },
    }
  } catch (error) {
    await app.end({ timeout: 2 })
    throw error
  }
}
