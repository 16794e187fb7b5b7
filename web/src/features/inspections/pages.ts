import type { Feature } from '../../app/pages.ts'

export const feature: Feature = {
  name: 'inspections', icon: 'inspections', order: 5,
  pages: [
    { path: '/inspections', listsRegion: true, load: () => import('./InspectionsPage.tsx') },
    { path: '/inspections/new', listsRegion: true, load: () => import('./RecordPage.tsx') },
    { path: '/inspections/:id', load: () => import('./InspectionPage.tsx') },
  ],
}
