import type { Feature } from '../../app/pages.ts'

export const feature: Feature = { name: 'rankings', icon: 'rankings', order: 2, pages: [{ path: '/rankings', load: () => import('./RankingsPage.tsx') }] }
