import { connect } from '@anwang/db/client'

/** What a database takes on disk, as PostgreSQL writes it. */
export async function sizeOf(url: string): Promise<string> {
  const { client, close } = connect(url, { max: 1 })
  const [row] = await client<{ size: string }[]>`select pg_size_pretty(pg_database_size(current_database())) as size`
  await close()
  return row!.size
}
