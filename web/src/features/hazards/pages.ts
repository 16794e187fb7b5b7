import type { Feature } from '../../app/pages.ts'

export const feature: Feature = {
  name: 'hazards', icon: 'hazards', order: 4,
  pages: [
    { path: '/hazards', listsRegion: true, load: () => import('./HazardsPage.tsx') },
    { path: '/hazards/new', listsRegion: true, load: () => import('./register/RegisterPage.tsx') },
    { path: '/hazards/:id', load: () => import('./dossier/DossierPage.tsx') },
  ],
}
