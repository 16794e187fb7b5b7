import type { Feature } from '../../app/pages.ts'

export const feature: Feature = { name: 'overdue', icon: 'overdue', order: 3, pages: [{ path: '/overdue', listsRegion: true, load: () => import('./OverduePage.tsx') }] }
