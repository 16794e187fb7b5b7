import type { Feature } from '../../app/pages.ts'

export const feature: Feature = { name: 'audit', icon: 'audit', order: 20, pages: [{ path: '/audit', load: () => import('./AuditPage.tsx') }] }
