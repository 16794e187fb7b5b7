import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentsIn, withoutTexts } from '../../documents.ts'

function written(...sources: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'anwang-documents-'))
  try {
    sources.forEach((source, i) => writeFileSync(join(folder, `${i}.ts`), source))
    return documentsIn(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('documents', () => {
  it('hold the fragments that they spread, wherever these are written, and ask for types as urql does', () => {
    const [one] = written('export const f = graphql(`fragment F on T @_unmask { a ...G }`, [g])', 'const all = [f] as const\nexport const q = graphql(`query Q { x { ...F } }`, all)', 'graphql(\n`fragment G on T { b }`,\n)')
    expect(one!.name).toBe('Q')
    expect(one!.text.replaceAll(/\s+/g, ' ')).toBe('query Q { x { ...F __typename } } fragment F on T { a ...G __typename } fragment G on T { b __typename }')
    expect(one!.id).toMatch(/^sha256:[0-9a-f]{64}$/)
  })

  it('have another id as soon as a fragment changes', () => {
    const idWith = (field: string) => written(`graphql(\`query Q { x { ...F } }\`, [f]); graphql(\`fragment F on T { ${field} }\`)`)[0]!.id
    expect(idWith('a')).toBe(idWith('a'))
    expect(idWith('a')).not.toBe(idWith('b'))
  })

  it.each([
    ['without a name', 'graphql(`{ x }`)'],
    ['of one name twice', 'graphql(`query Q { x }`); graphql(`query Q { y }`)'],
    ['whose fragment is nowhere', 'graphql(`query Q { ...F }`, [f])'],
    ['put together as it runs', 'graphql(`query Q { ${field} }` + rest)'],
    ['in other quotes', "graphql('query Q { x }')"],
  ])('%s are refused', (_, source) => expect(() => written(source)).toThrow())

  it('leave nothing but their id where they stood', () => {
    expect(withoutTexts("export const q = graphql(`query Q { x }`, all)\nexport const f = graphql(\n  `fragment F on T { a }`,\n  [g],\n)", () => 'sha256:1'))
      .toBe("export const q = graphql.persisted('sha256:1')\nexport const f = graphql.persisted('fragment:F')")
  })
})
