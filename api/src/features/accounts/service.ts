import DataLoader from 'dataloader'
import type { Context } from '../../context.ts'
import { allSectors, type Sector } from './store.ts'

export { hashPassword } from './passwords.ts'

/** The sectors by id, read once per operation. */
export const sectorLoader = (context: Context) => {
  const all = context.read().then(allSectors)
  const loader = new DataLoader<string, Sector | null>(async (ids) => {
    const byId = new Map((await all).map((sector) => [sector.id, sector]))
    return ids.map((id) => byId.get(id) ?? null)
  })
  return { all, load: (id: string) => loader.load(id) }
}
