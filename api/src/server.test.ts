import { request as httpRequest } from 'node:http'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createApp, listen, type Listening } from './server.ts'
import { log } from './serving/log.ts'

// A clone may lie below a folder whose name begins with a dot.
const root = mkdtempSync(join(tmpdir(), '.anwang-web-'))
let ready = true
let running: Listening
let finish: () => void = () => undefined

const get = (path: string, headers: Record<string, string> = {}, host = '127.0.0.1'): Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }> =>
  new Promise((done, failed) => {
    httpRequest({ port: running.port, host: '127.0.0.1', path, headers: { host, ...headers } }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }))
    }).on('error', failed).end()
  })

beforeAll(async () => {
  mkdirSync(join(root, 'assets'))
  mkdirSync(join(root, '.vite'))
  writeFileSync(join(root, '.vite', 'preload.json'), JSON.stringify({ '/hazards/new': ['/assets/n.js'], '/hazards/:id': ['/assets/h.js', '/assets/h.css'] }))
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(root, 'assets', 'a-1234.js'), 'console.log(1)')
  writeFileSync(join(root, 'assets', 'a-1234.js.gz'), gzipSync('console.log(1)'))
  writeFileSync(join(root, '.sources'), 'secret')
  const app = createApp({
    webRoot: root, demonstration: true, ready: async () => ready,
    extend: (express) => {
      express.get('/slow', async (_request, response) => {
        await new Promise<void>((done) => (finish = done))
        response.send('done')
      })
      express.get('/bug', () => { throw new Error('select secret from table') })
    },
  })
  running = await listen(app, 0, '127.0.0.1')
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('server', () => {
  it.each(['/', '/rankings/410900000000?period=2026-Q3', '/index.html', '/.sources'])('serves the page at %s', async (path) => {
    const { status, headers, body } = await get(path)
    expect([status, headers['content-type'], headers['cache-control'], body.toString()])
      .toEqual([200, 'text/html; charset=utf-8', 'no-cache', '<!doctype html><title>page</title>'])
  })

  it.each([
    ['/hazards/new', '</assets/n.js>; rel=modulepreload'],
    ['/hazards/h_1?period=2026', '</assets/h.js>; rel=modulepreload, </assets/h.css>; rel=preload; as=style; crossorigin'],
    ['/hazards', undefined],
    ['/assets/a-1234.js', undefined],
  ])('names the parts of the page at %s', async (path, link) => {
    expect((await get(path)).headers['link']).toBe(link)
  })

  it.each(['/.vite/preload.json', '/assets/old-0000.js', '/assets/a-1234.js.gz', '/../package.json', '/%2e%2e/package.json'])('has no %s', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  it('sends what was compressed when built to who takes it', async () => {
    const plain = await get('/assets/a-1234.js')
    const small = await get('/assets/a-1234.js', { 'accept-encoding': 'gzip' })
    expect([plain.headers['content-encoding'], small.headers['content-encoding']]).toEqual([undefined, 'gzip'])
    expect(small.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(small.headers['cache-control']).toContain('immutable')
  })

  it('says whether it can serve', async () => {
    expect([(await get('/healthz')).status, (await get('/readyz')).status]).toEqual([200, 200])
    ready = false
    expect([(await get('/healthz')).status, (await get('/readyz')).status]).toEqual([200, 503])
    ready = true
  })

  it.each(['evil.example', '127.0.0.1.evil.example', '192.168.1.2:80'])('answers nothing under the name %s', async (host) => {
    expect((await get('/', {}, host)).status).toBe(421)
  })
  it.each(['localhost:4000', '[::1]:4000', '127.0.0.1'])('answers under %s', async (host) => expect((await get('/', {}, host)).status).toBe(200))

  it('keeps a bug to itself', async () => {
    const said = vi.spyOn(log, 'error').mockImplementation(() => undefined)
    const { status, headers, body } = await get('/bug')
    expect([status, body.toString()]).toEqual([500, `Something went wrong on our side.\nReference: ${String(headers['x-request-id'])}\n`])
    expect(said).toHaveBeenCalledOnce()
    said.mockRestore()
  })

  it('lets nobody keep what it says, but its own files', async () => {
    expect([(await get('/healthz')).headers['cache-control'], (await get('/assets/old-0000.js')).headers['cache-control'], (await get('/', {}, 'evil.example')).headers['cache-control']]).toEqual(['no-store', 'no-store', 'no-store'])
  })

  it('lets no script run but its own, and no page show it inside of itself', async () => {
    const { headers } = await get('/')
    const policy = Object.fromEntries(String(headers['content-security-policy']).split(';').map((one) => [one.split(' ')[0], one.split(' ').slice(1).join(' ')]))
    expect(policy).toMatchObject({ 'default-src': "'self'", 'script-src': "'self'", 'script-src-attr': "'none'", 'object-src': "'none'", 'base-uri': "'none'", 'frame-ancestors': "'none'", 'form-action': "'self'" })
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'x-frame-options': 'DENY', 'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin', 'permissions-policy': expect.stringContaining('microphone=()'),
    })
    // Nobody speaks TLS to a demonstration; who serves an office is told to come by nothing else.
    expect([headers['strict-transport-security'], headers['x-powered-by'], headers['server']]).toEqual([undefined, undefined, undefined])
  })

  it('tells browsers of an office to come by TLS only', async () => {
    const office = await listen(createApp({ webRoot: root, demonstration: false, ready: async () => true, extend: () => undefined }), 0, '127.0.0.1')
    expect((await fetch(`http://127.0.0.1:${office.port}/healthz`)).headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
    await office.close()
  })

  it('believes only the proxies that were named whom they forward for', async () => {
    const asked = async (proxies?: string) => {
      const office = await listen(createApp({ webRoot: root, demonstration: false, ready: async () => true, ...(proxies !== undefined && { proxies }), extend: (app) => void app.get('/who', (request, response) => void response.json([request.ip, request.secure])) }), 0, '127.0.0.1')
      const answer = await (await fetch(`http://127.0.0.1:${office.port}/who`, { headers: { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' } })).json()
      await office.close()
      return answer
    }
    expect(await asked()).toEqual(['203.0.113.7', true])
    expect(await asked('192.0.2.0/24')).toEqual(['127.0.0.1', false])
  })

  it('echoes nothing, and lets no other origin read it', async () => {
    const answer = await new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((done, failed) => {
      httpRequest({ port: running.port, host: '127.0.0.1', method: 'TRACE', path: '/graphql', headers: { host: '127.0.0.1', origin: 'https://evil.example', 'x-secret': 'echo-me' } }, (response) => {
        let body = ''
        response.on('data', (part: Buffer) => (body += part.toString()))
        response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, body }))
      }).on('error', failed).end()
    })
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([404, undefined])
    expect(answer.body).not.toContain('echo-me')
  })

  it('cuts off who sends its request too slowly', async () => {
    expect([running.server.headersTimeout, running.server.requestTimeout]).toEqual([10_000, 120_000])
  })

  it('names a taken port', async () => {
    await expect(listen(createApp({ webRoot: root, demonstration: true, ready: async () => true, extend: () => undefined }), running.port, '127.0.0.1'))
      .rejects.toThrow(/port \d+ of 127.0.0.1 is taken/)
  })

  it('lets a request under way finish before it closes', async () => {
    const answer = get('/slow')
    await new Promise((done) => setTimeout(done, 50))
    const closed = running.close()
    finish()
    expect((await answer).body.toString()).toBe('done')
    await closed
    await expect(get('/healthz')).rejects.toThrow()
  })
})
