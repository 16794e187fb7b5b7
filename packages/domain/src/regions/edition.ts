import { codeOfKey, isOwnKey, isRegionCode, isZoneKey, keyOfCode, levelOfCode, levelOfKey, parentOfKey } from './codes.ts'
import { depthOf, isRegionKind, isRegionLevel, type RegionKind, type RegionLevel } from './levels.ts'
import { isFormalLayer, isPadding, properName } from './names.ts'

/**
 * One row of an edition of the division codes, as in the extract or a CSV with these column names. Only `code` and
 * `name` are needed; what is blank follows from the code.
 */
export type EditionRow = {
  /** 2, 4, 6, 9 or 12 digits; or a name of the office's own ([a-z][a-z0-9]*) for a node without a statistical code. */
  code: string
  name: string
  /** Code of the region above, where it is not the one that the digits name. */
  parent?: string
  /** Needed for an own name, and for a 12-digit code that pads a level (441900000000 is the city and its one county). */
  level?: string
  kind?: string
  /** Codes in the edition before, separated by spaces, of what this row continues: one where it moved, several where they merged. */
  former?: string
}

export type EditionNode = {
  key: string
  /** null only for the country. */
  parentKey: string | null
  level: RegionLevel
  kind: RegionKind
  transparent: boolean
  code: string | null
  name: string
  former: readonly string[]
  /** Not a row of this edition but a region already open, above or around its rows: it says nothing about its siblings. */
  context: boolean
}

/** Children come after their parents. The country is the node with the key ''. */
export type Edition = ReadonlyMap<string, EditionNode>

/** `row` counts from 1, without the header. */
export type EditionProblem = { row: number; column: 'code' | 'name' | 'parent' | 'level' | 'kind' | 'former'; value: string; problem: string }

const COUNTRY: EditionNode = {
  key: '', parentKey: null, level: 'COUNTRY', kind: 'ADMINISTRATIVE', transparent: false, code: null, name: '全国', former: [], context: true,
}

type Draft = { row: number; key: string; parentKey: string; level: RegionLevel; kind: RegionKind; name: string; former: string[] }

const keyOf = (text: string): string => {
  const level = text.length === 12 ? levelOfCode(text) : null
  return level === null ? text : keyOfCode(text, level)
}

function readRow(row: EditionRow, number: number): Draft | EditionProblem {
  const refuse = (column: EditionProblem['column'], value: string, problem: string): EditionProblem => ({ row: number, column, value, problem })
  const code = row.code.trim()
  const digits = /^\d+$/.test(code)
  if (digits ? levelOfKey(code) === null || !isRegionCode(codeOfKey(code)) : !isOwnKey(code)) {
    return refuse('code', row.code, 'neither 2, 4, 6, 9 or 12 digits of a statistical code nor a name of your own (a–z, 0–9)')
  }
  const given = row.level?.trim() ?? ''
  if (given !== '' && !isRegionLevel(given)) return refuse('level', given, 'no such level')
  const level = given !== '' ? given as RegionLevel : digits ? code.length === 12 ? levelOfCode(code) : levelOfKey(code) : null
  if (level === null || level === 'COUNTRY') return refuse('level', given, 'a level below the country is needed')
  const kind = row.kind?.trim() ?? ''
  if (kind !== '' && !isRegionKind(kind)) return refuse('kind', kind, 'no such kind')
  const name = row.name.trim()
  if (name === '') return refuse('name', row.name, 'no name')

  const key = digits && code.length === 12 ? keyOfCode(code, level) : code
  if (digits && levelOfKey(key) !== level) return refuse('level', given, `${code} is not the code of a ${level}`)
  const parent = row.parent?.trim() ?? ''
  if (parent === '' && !digits) return refuse('parent', parent, 'a node without a code needs its parent')
  const former = (row.former ?? '').split(/[\s;；、]+/).filter((text) => text !== '').map(keyOf)
  return {
    row: number, key, level, name, former,
    parentKey: parent === '' ? parentOfKey(key) : keyOf(parent),
    kind: kind !== '' ? kind as RegionKind : isZoneKey(key) ? 'FUNCTIONAL_ZONE' : 'ADMINISTRATIVE',
  }
}

/**
 * Reads an edition, whole or of any part of the country. Parents that are not among its rows are taken from `known`,
 * the regions already open, by key.
 */
export function readEdition(
  rows: Iterable<EditionRow>,
  known: (key: string) => EditionNode | undefined = () => undefined,
): { nodes: Edition; problems: EditionProblem[] } {
  const problems: EditionProblem[] = []
  const drafts = new Map<string, Draft>()
  let number = 0
  for (const row of rows) {
    const read = readRow(row, number += 1)
    if ('problem' in read) problems.push(read)
    else if (drafts.has(read.key)) problems.push({ row: number, column: 'code', value: row.code, problem: `the same code as row ${drafts.get(read.key)!.row}` })
    else drafts.set(read.key, read)
  }

  const nodes = new Map<string, EditionNode>([['', { ...COUNTRY, ...known('') }]])
  const addContext = (key: string): boolean => {
    if (nodes.has(key)) return true
    const node = known(key)
    if (node === undefined || node.parentKey === null || (!drafts.has(node.parentKey) && !addContext(node.parentKey))) return false
    nodes.set(key, { ...node, context: true })
    return true
  }
  const ordered = [...drafts.values()].sort((a, b) => depthOf(a.level) - depthOf(b.level) || (a.key < b.key ? -1 : 1))
  for (const draft of ordered) {
    if (!addContext(draft.parentKey)) {
      problems.push({ row: draft.row, column: 'parent', value: draft.parentKey, problem: 'no such region, in these rows or before' })
      continue
    }
    const parent = nodes.get(draft.parentKey)!
    if (depthOf(parent.level) >= depthOf(draft.level)) {
      problems.push({ row: draft.row, column: 'parent', value: draft.parentKey, problem: `a ${parent.level} cannot stand above a ${draft.level}` })
      continue
    }
    nodes.set(draft.key, finish(draft, nodes, parent))
  }
  return { nodes, problems }
}

function finish({ key, parentKey, level, kind, name, former }: Draft, nodes: Edition, parent: EditionNode): EditionNode {
  const transparent = isFormalLayer(level, name) || (level !== 'COMMUNITY' && isPadding(key, name, parent.name))
  const code = levelOfKey(key) === null || (parent.key !== '' && codeOfKey(parent.key) === codeOfKey(key)) ? null : codeOfKey(key)
  const above: string[] = []
  for (let at: EditionNode | undefined = parent; at !== undefined && at.parentKey !== null; at = nodes.get(at.parentKey)) above.unshift(at.name)
  return { key, parentKey, level, kind, transparent, code, name: transparent ? name : properName(level, name, above), former, context: false }
}
