import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kind, parse, print, visit, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql'
import type { Plugin } from 'vite'

/** A call of `graphql` with its document and the fragments beside it: a list, or the name of one. */
const CALL = /\bgraphql\(\s*`([^`]*)`(?:\s*,\s*(?:\[[^\]]*\]|\w+))?\s*,?\s*\)/g
const OTHERWISE = /\bgraphql\(\s*[`'"]/

export interface PersistedDocument {
  readonly name: string
  /** `sha256:` and the hash of the text: what is sent in its place. */
  readonly id: string
  /** The operation with every fragment that it spreads, as urql would have sent it. */
  readonly text: string
}

function* definitionsIn(source: string): Generator<FragmentDefinitionNode | OperationDefinitionNode> {
  if (OTHERWISE.test(source.replaceAll(CALL, ''))) throw new Error('a document that is written otherwise than graphql(`…`, [fragments]) cannot be persisted')
  for (const [, text] of source.matchAll(CALL))
    for (const definition of parse(text!, { noLocation: true }).definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION || definition.kind === Kind.OPERATION_DEFINITION) yield definition
}

/** `@_unmask` speaks to the types only; gql.tada takes it out, too. */
const forTheServer = (fragment: FragmentDefinitionNode): FragmentDefinitionNode => ({ ...fragment, directives: (fragment.directives ?? []).filter((one) => one.name.value !== '_unmask') })

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }

/** Asks for the type of every record, as urql does of itself: by these its cache knows what a mutation touched. */
const withTypes = (document: DocumentNode): DocumentNode => visit(document, {
  SelectionSet: {
    leave(set, _key, parent) {
      const there = set.selections.some((one) => one.kind === Kind.FIELD && one.name.value === '__typename' && !one.alias)
      if (there || (parent && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION)) return undefined
      return { ...set, selections: [...set.selections, TYPENAME] }
    },
  },
})

/**
 * The operations written below `folder`. Their fragments are found by name, so that names stand for one thing each.
 * @throws where a document is written otherwise, an operation has no name, a name is taken twice, or a fragment is missing.
 */
export function documentsIn(folder: string): PersistedDocument[] {
  const fragments = new Map<string, FragmentDefinitionNode>()
  const operations = new Map<string, OperationDefinitionNode>()
  for (const file of globSync('**/*.{ts,tsx}', { cwd: folder }).filter((name) => !/\.test\.tsx?$/.test(name)).sort())
    for (const definition of definitionsIn(readFileSync(join(folder, file), 'utf8'))) {
      const name = definition.name?.value
      if (name === undefined) throw new Error(`${file}: an operation without a name`)
      const known: Map<string, FragmentDefinitionNode | OperationDefinitionNode> = definition.kind === Kind.FRAGMENT_DEFINITION ? fragments : operations
      if (known.has(name)) throw new Error(`${file}: there are two of the name ${name}`)
      known.set(name, definition.kind === Kind.FRAGMENT_DEFINITION ? forTheServer(definition) : definition)
    }

  return [...operations].map(([name, operation]) => {
    const needed = new Map<string, FragmentDefinitionNode>()
    const spreadIn = (definition: FragmentDefinitionNode | OperationDefinitionNode): void => void visit(definition, {
      FragmentSpread({ name: { value } }) {
        const fragment = fragments.get(value)
        if (!fragment) throw new Error(`${name} spreads ${value}, which is written nowhere`)
        if (needed.has(value)) return
        needed.set(value, fragment)
        spreadIn(fragment)
      },
    })
    spreadIn(operation)
    const text = print(withTypes({ kind: Kind.DOCUMENT, definitions: [operation, ...needed.values()] }))
    return { name, id: `sha256:${createHash('sha256').update(text).digest('hex')}`, text }
  })
}

/** The document's call without its text: an operation is known by its id, a fragment is for the types only. */
export function withoutTexts(code: string, idOf: (operation: string) => string): string {
  return code.replaceAll(CALL, (call: string, text: string) => {
    const [first] = definitionsIn(call)
    if (!first) throw new Error(`no document: ${text}`)
    return `graphql.persisted('${first.kind === Kind.FRAGMENT_DEFINITION ? `fragment:${first.name.value}` : idOf(first.name!.value)}')`
  })
}

/**
 * Persisted documents: the build sends ids instead of operations and writes `.vite/documents.json` (id to text), which is all
 * that the server answers in production. In development the texts themselves are sent.
 */
export function persistDocuments(): Plugin {
  let documents: readonly PersistedDocument[] = []
  let folder = ''
  return {
    name: 'persist-documents',
    apply: 'build',
    enforce: 'pre',
    configResolved: ({ root }) => void (folder = join(root, 'src')),
    buildStart() {
      documents = documentsIn(folder)
    },
    transform(code, id) {
      if (!id.startsWith(folder) || !/\bgraphql\(/.test(code)) return null
      return { code: withoutTexts(code, (name) => documents.find((one) => one.name === name)!.id), map: null }
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '.vite/documents.json', source: `${JSON.stringify(Object.fromEntries(documents.map(({ id, text }) => [id, text])), null, 1)}\n` })
    },
  }
}
