import { globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite'

const PAGE = /path: '([^']+)',[^{}]*? load: \(\) => import\('([^']+)'\)/g

/**
 * Writes `.vite/preload.json`: for every page's address the scripts and styles that it needs beside those of index.html.
 * The server names them in a Link header, so that they come with the application and not after it. A page that is not found
 * here (pages.ts written otherwise) is only fetched later.
 */
export function preloadPages(): Plugin {
  let root = ''
  return {
    name: 'preload-pages',
    apply: 'build',
    configResolved(config) {
      root = config.root
    },
    // After vite: a module of styles alone has a script until vite takes it out of the bundle.
    generateBundle: { order: 'post', handler(_, bundle) {
      const chunks = Object.values(bundle).filter((one): one is Rolldown.OutputChunk => one.type === 'chunk')
      const byFile = new Map(chunks.map((one) => [one.fileName, one]))
      const filesOf = (chunk: Rolldown.OutputChunk, seen = new Set<string>()): Set<string> => {
        if (seen.has(chunk.fileName)) return seen
        seen.add(chunk.fileName)
        for (const style of chunk.viteMetadata?.importedCss ?? []) seen.add(style)
        for (const name of chunk.imports) {
          const next = byFile.get(name)
          if (next) filesOf(next, seen)
        }
        return seen
      }
      const there = new Set(chunks.filter((one) => one.isEntry).flatMap((one) => [...filesOf(one)]))
      const pages: Record<string, string[]> = {}
      for (const file of globSync('src/features/*/pages.ts', { cwd: root }))
        for (const [, address, module] of readFileSync(join(root, file), 'utf8').matchAll(PAGE)) {
          const chunk = chunks.find((one) => one.facadeModuleId === resolve(root, dirname(file), module!))
          if (chunk) pages[address!] = [...filesOf(chunk)].filter((one) => !there.has(one)).map((one) => `/${one}`)
        }
      this.emitFile({ type: 'asset', fileName: '.vite/preload.json', source: `${JSON.stringify(pages, null, 1)}\n` })
    } },
  }
}

/**
 * `src/early.ts` as a script of its own, in the head before the application's. (Of several scripts in index.html vite makes one.) In
 * development it is left out: the components ask then.
 */
export function earlyScript(): Plugin {
  return {
    name: 'early-script',
    apply: 'build',
    config: () => ({ build: { rolldownOptions: { input: { index: 'index.html', early: 'src/early.ts' } } } }),
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }): HtmlTagDescriptor[] {
        const early = Object.values(bundle ?? {}).find((one) => one.type === 'chunk' && one.isEntry && one.name === 'early')
        return early ? [{ tag: 'script', attrs: { type: 'module', crossorigin: true, src: `/${early.fileName}` }, injectTo: 'head-prepend' }] : []
      },
    },
  }
}
