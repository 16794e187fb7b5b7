import type { TestProject } from 'vitest/node'
import { startTestServer, surroundingServer } from './server.ts'

/** vitest's `globalSetup` of every package whose tests need PostgreSQL. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const surrounding = surroundingServer()
  if (surrounding) {
    project.provide('postgres', surrounding)
    return async () => undefined
  }
  const { server, stop } = await startTestServer()
  project.provide('postgres', server)
  return stop
}
