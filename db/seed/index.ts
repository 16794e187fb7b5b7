import type { Clock } from '@anwang/domain'

export interface SeedOptions {
  ownerUrl: string
  appUrl: string
  workerUrl: string
  clock: Clock
  log: (line: string) => void
}

/**
 * Loads the demonstration into a migrated, empty database. Whoever calls it starts again with an empty one where it did not
 * finish, so it neither looks for what is there nor cleans up.
 */
export async function seedDemonstration(_options: SeedOptions): Promise<void> {}
