import type { IncomingMessage } from 'node:http'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { persistDocuments } from './documents.ts'
import { earlyScript, preloadPages } from './preload.ts'

const api = process.env['ANWANG_URL'] ?? 'http://127.0.0.1:4000'
const served = ['/graphql', '/session', '/imports', '/export/', '/templates/', '/healthz', '/readyz']

/** A page's address, unlike one of the API's, is asked for as HTML. */
const pageOr = (path: string) => ({
  target: api,
  changeOrigin: true,
  bypass: (request: IncomingMessage) => (path === '/imports' && request.headers.accept?.includes('text/html') ? request.url : undefined),
})

export default defineConfig({
  plugins: [persistDocuments(), react(), preloadPages(), earlyScript()],
  server: { port: 5173, strictPort: false, proxy: Object.fromEntries(served.map((path) => [path, pageOr(path)])) },
  build: { target: 'es2022', cssCodeSplit: true, reportCompressedSize: true, chunkSizeWarningLimit: 1200, modulePreload: { polyfill: false } },
})
