import { lazy, type ComponentType, type LazyExoticComponent } from 'react'
import type { IconName } from '../ui/Icon.tsx'

export type PageName = 'overview' | 'rankings' | 'overdue' | 'hazards' | 'inspections' | 'subjects' | 'imports'

/** One page of a feature; `path` is a pattern of wouter, and the page's component gets its parameters as `params`. */
export interface PageEntry {
  readonly path: string
  readonly load: () => Promise<{ default: ComponentType<PageProps> }>
}

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

export const routes: readonly { path: string; feature: PageName; Page: LazyExoticComponent<ComponentType<PageProps>> }[] = features.flatMap((feature) =>
  feature.pages.map((page) => ({ path: page.path, feature: feature.name, Page: lazy(page.load) })),
)

/** The address of a feature in the rail: its first page. */
export const homeOf = (feature: Feature): string => feature.pages[0]!.path
