import type { Feature } from '../../app/pages.ts'

export const feature: Feature = {
  name: 'accounts', icon: 'account', order: 9,
  pages: [
    { path: '/accounts', load: () => import('./AccountsPage.tsx') },
    { path: '/account', load: () => import('./OwnPage.tsx') },
  ],
}
