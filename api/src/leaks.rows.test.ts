import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { vi } from 'vitest'
import { allowing } from '../test/leaks/allowing.ts'

// Every policy says yes and every explicit range is the whole country: what is left is row security.
const here = fileURLToPath(new URL('.', import.meta.url))
for (const file of ['auth/policy.ts', 'auth/scope.ts', ...globSync('features/*/policy.ts', { cwd: here })])
  vi.doMock(`${here}${file}`, async (original) => allowing(await original<object>()))
for (const name of ['@anwang/db', '@anwang/db/client']) vi.doMock(name, async (original) => ({ ...(await original<object>()), within: () => sql`true` }))

const { leakMatrix } = await import('../test/leaks/run.ts')
leakMatrix('row security alone', { onlyRows: true })
