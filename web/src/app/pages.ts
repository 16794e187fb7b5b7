import { createElement, use, type ComponentType } from 'react'
import type { Client } from 'urql'
import type { IconName } from '../ui/Icon.tsx'
import type { Here } from './session.ts'

export type PageName = 'overview' | 'rankings' | 'overdue' | 'hazards' | 'inspections' | 'subjects' | 'imports' | 'accounts' | 'audit' | 'system'

/** One page of a feature; `path` is a pattern of wouter, and the page's component gets its parameters as `params`. */
export interface PageEntry {
  readonly path: string
  readonly load: () => Promise<PageModule>
  /** It lists records of the region of the address, or enters one there: outside of the viewer's scope it says that this is not theirs. */
  readonly listsRegion?: true
}

export interface PageModule {
  readonly default: ComponentType<PageProps>
  readonly ahead?: Ahead
}

/** Asks for what the page will ask for first, by the same document and variables, before the page is drawn. */
export type Ahead = (client: Client, here: Here, query: URLSearchParams) => void

export interface PageProps {
  readonly params: Readonly<Record<string, string | undefined>>
}

/** What a feature shows: a place in the rail (by `order`), and its pages. */
export interface Feature {
  readonly name: PageName
  readonly icon: IconName
  readonly order: number
  readonly pages: readonly PageEntry[]
}

// A feature comes and goes with its folder: nothing lists them.
const found = import.meta.glob<{ feature: Feature }>('../features/*/pages.ts', { eager: true })

export const features: readonly Feature[] = Object.values(found)
  .map((module) => module.feature)
  .sort((a, b) => a.order - b.order)

export const routes: readonly PageEntry[] = features.flatMap((feature) => feature.pages)

type Page = ComponentType<PageProps>
const ready = new Map<PageEntry, Page>()
const coming = new Map<PageEntry, Promise<PageModule>>()

function fetchPage(entry: PageEntry): Promise<PageModule> {
  let page = coming.get(entry)
  if (!page) {
    page = entry.load().then((module) => {
      ready.set(entry, module.default)
      return module
    })
    // What failed stays so for the page that waits for it, and is shown as a failure: asked for anew here, it would be for ever.
    coming.set(entry, page)
  }
  return page
}

/**
 * A page, at once where it is there already. (React.lazy shows its fallback even then, and React keeps a fallback for
 * 0.3 s: a third of the time to the first table.)
 */
export function PageOf({ entry, params }: PageProps & { entry: PageEntry }) {
  const page = ready.get(entry) ?? use(fetchPage(entry)).default
  return createElement(page, { params })
}

/** Begins to fetch the page of an address: while the session is still being asked for, or a link pointed at. */
export function preload(path: string): Promise<PageModule | null> {
  const segments = path.split('/')
  const entry = routes.find((one) => {
    const pattern = one.path.split('/')
    return pattern.length === segments.length && pattern.every((part, i) => part.startsWith(':') || part === segments[i])
  })
  if (!entry) return Promise.resolve(null)
  // Nobody waits for it yet: when it is shown it is asked for anew, and says so where it cannot be fetched.
  return fetchPage(entry).catch(() => {
    coming.delete(entry)
    return null
  })
}

/** The address of a feature in the rail: its first page. */
export const homeOf = (feature: Feature): string => feature.pages[0]!.path
