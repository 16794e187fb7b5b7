import type { Feature } from '../../app/pages.ts'

export const feature: Feature = {
  name: 'imports', icon: 'imports', order: 7,
  pages: [
    { path: '/imports', listsRegion: true, load: () => import('./ImportsPage.tsx') },
    { path: '/imports/:id', load: () => import('./ImportPage.tsx') },
  ],
}
