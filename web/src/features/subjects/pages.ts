import type { Feature } from '../../app/pages.ts'

export const feature: Feature = {
  name: 'subjects', icon: 'subjects', order: 6,
  pages: [
    { path: '/subjects', listsRegion: true, load: () => import('./SubjectsPage.tsx') },
    { path: '/subjects/new', listsRegion: true, load: () => import('./RegisterPage.tsx') },
    { path: '/subjects/:id/change', load: () => import('./ChangePage.tsx') },
    { path: '/subjects/:id', load: () => import('./SubjectPage.tsx') },
  ],
}
