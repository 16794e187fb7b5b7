import express from 'express'
import { expect, it, vi } from 'vitest'
import { listen } from '../server.ts'
import { log, withRequestId } from './log.ts'
import { within } from './timeouts.ts'

it('gives up on an answer that takes too long, and says so once', async () => {
  const said = vi.spyOn(log, 'error').mockImplementation(() => undefined)
  const app = express().use(withRequestId, within(50))
  app.get('/never', () => undefined)
  app.get('/soon', (_request, response) => void response.send('soon'))
  const { port, close } = await listen(app, 0, '127.0.0.1')
  const never = await fetch(`http://127.0.0.1:${port}/never`)
  expect([never.status, await never.json()]).toEqual([503, { errors: [{ message: 'It took too long.', extensions: { code: 'TIMEOUT', reference: never.headers.get('x-request-id') } }] }])
  expect(await (await fetch(`http://127.0.0.1:${port}/soon`)).text()).toBe('soon')
  await new Promise((done) => setTimeout(done, 80))
  expect(said).toHaveBeenCalledOnce()
  await close()
})
