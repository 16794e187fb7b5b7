/** What the benchmark tells each server it starts. */
export interface Given {
  readonly appUrl: string
  readonly ownerUrl: string
  readonly workerUrl: string
  /** The domain's clock, as ANWANG_CLOCK. */
  readonly day: string
  /** Holds `.vite/documents.json` with the operations that are asked. */
  readonly webRoot: string
  /** Whether the product seals its logs meanwhile, as it does in service; not where others use the database. */
  readonly sealing?: boolean
}

export const given = (): Given => JSON.parse(process.env['ANWANG_BENCH'] ?? '') as Given

/** Tells the benchmark where one listens; ends with it. */
export function listening(port: number): void {
  console.log(`listening ${port}`)
  process.stdin.resume()
  process.stdin.once('end', () => process.exit(0))
}
