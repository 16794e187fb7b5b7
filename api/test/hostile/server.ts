import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fixedClock } from '@anwang/testkit'
import type { Urls } from '../../src/env.ts'
import { serve } from '../../src/main.ts'
import { TEST_SECRETS } from '../secrets.ts'

// A server in a process of its own, with the collector at hand: `node --expose-gc server.ts <JSON of ServerOptions>`.

export interface ServerOptions extends Urls {
  readonly webRoot: string
  readonly open: boolean
}

const options = JSON.parse(process.argv[2] ?? '{}') as ServerOptions
const { url } = await serve({ ...options, port: 0, host: '127.0.0.1', clock: fixedClock('2026-10-20'), secrets: TEST_SECRETS, demonstration: null, rates: null })
const lag = monitorEventLoopDelay({ resolution: 20 })
lag.enable()
process.on('message', () => {
  const blocked = Math.round(lag.max / 1e6)
  lag.reset()
  for (let i = 0; i < 3; i++) globalThis.gc?.()
  process.send!({ heap: process.memoryUsage().heapUsed, blocked })
})
process.send!({ url })
