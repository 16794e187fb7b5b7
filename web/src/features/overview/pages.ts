import type { Feature } from '../../app/pages.ts'

export const feature: Feature = { name: 'overview', icon: 'overview', order: 1, pages: [{ path: '/', load: () => import('./OverviewPage.tsx') }] }
