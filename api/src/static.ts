import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import type { RequestHandler } from 'express'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.json': 'application/json', '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2', '.txt': 'text/plain; charset=utf-8', '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}
const ENCODINGS = [['br', '.br'], ['gzip', '.gz']] as const

/** The files of a folder by address; those beside them with .br and .gz are the same, compressed when they were built. */
function filesOf(root: string): Map<string, string> {
  const files = new Map<string, string>()
  if (!existsSync(root)) return files
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const path = join(root, name)
    if (statSync(path).isFile() && !name.split(sep).some((part) => part.startsWith('.'))) files.set(`/${name.split(sep).join('/')}`, path)
  }
  return files
}

/**
 * The Link header of a page's address: the scripts and styles of that page, so that the browser fetches them along with the
 * application. From the build's .vite/preload.json, which names them by pattern (`/hazards/:id`); without it there are none.
 */
function linksOf(root: string): (address: string) => string | undefined {
  const file = join(root, '.vite', 'preload.json')
  if (!existsSync(file)) return () => undefined
  const pages = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>).map(([pattern, parts]) => ({
    pattern: pattern.split('/'),
    link: parts.map((part) => (part.endsWith('.css') ? `<${part}>; rel=preload; as=style; crossorigin` : `<${part}>; rel=modulepreload`)).join(', '),
  }))
  return (address) => {
    const segments = address.split('/')
    return pages.find(({ pattern }) => pattern.length === segments.length && pattern.every((part, i) => part.startsWith(':') || part === segments[i]))?.link || undefined
  }
}

const acceptsHtml = (accept: string | undefined): boolean => accept === undefined || /text\/html|\*\/\*/.test(accept)

/**
 * Serves the web application as it was built before the start. An address without a file is a page of the application, which
 * routes by itself; one that names a file that is not there (an old script) is 404, lest HTML be run as a script.
 */
export function serveWeb(root: string): RequestHandler {
  const files = filesOf(root)
  const linkOf = linksOf(root)
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next()
    const known = files.has(request.path) && !/\.(br|gz)$/.test(request.path)
    const page = !known && extname(request.path) === '' && acceptsHtml(request.headers.accept)
    const address = known ? request.path : page ? '/index.html' : ''
    const path = files.get(address)
    if (path === undefined) return void response.status(404).type('text').send('Not found.\n')

    response.set('Content-Type', TYPES[extname(address)] ?? 'application/octet-stream')
    // vite names files in /assets by their content.
    response.set('Cache-Control', address.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    response.set('Vary', 'Accept-Encoding')
    const link = page ? linkOf(request.path) : undefined
    if (link) response.set('Link', link)
    for (const [encoding, suffix] of ENCODINGS) {
      const smaller = files.get(address + suffix)
      if (smaller === undefined || request.acceptsEncodings(encoding) === false) continue
      response.set('Content-Encoding', encoding)
      return response.sendFile(smaller, { etag: true, cacheControl: false, dotfiles: 'allow' }, (error) => (error ? next(error) : undefined))
    }
    response.sendFile(path, { etag: true, cacheControl: false, dotfiles: 'allow' }, (error) => (error ? next(error) : undefined))
  }
}
