import type { Feature } from '../../app/pages.ts'

export const feature: Feature = {
  name: 'system', icon: 'columns', order: 10,
  pages: [{ path: '/system', load: () => import('./SystemPage.tsx') }],
}
