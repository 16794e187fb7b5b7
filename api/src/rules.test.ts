import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { roles } from './auth/viewer.ts'

const root = new URL('.', import.meta.url).pathname
const files = globSync('**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))
const codeOf = (file: string) => readFileSync(`${root}${file}`, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*/g, '')
const features = globSync('features/*/schema.ts', { cwd: root }).map((file) => file.split('/')[1]!)

/** Where posts are data: they are made, given and shown there. */
const POSTS = /^(auth\/|cli\/|features\/accounts\/)/
const POLICY = /^features\/[^/]+\/policy\.ts$/

it('each feature has its policy, pure, and a table that tests it', () => {
  expect(features.filter((feature) => !files.includes(`features/${feature}/policy.ts`))).toEqual([])
  expect(features.filter((feature) => globSync(`features/${feature}/policy.test.ts`, { cwd: root }).length === 0)).toEqual([])
  const impure = files.filter((file) => POLICY.test(file)).flatMap((file) => {
    const code = codeOf(file)
    const imported = [...code.matchAll(/^import (type )?.* from '(.+)'/gm)].filter(([, type]) => type === undefined).map(([, , from]) => from!)
    const others = imported.filter((from) => !/^(\.\.\/)+auth\/(policy|scope|viewer)\.ts$|^\.\.\/[^/]+\/policy\.ts$/.test(from))
    return [...others, ...(code.match(/\b(async|await|process|fetch|Date\.now)\b/) ?? [])].map((what) => `${file}: ${what}`)
  })
  expect(impure).toEqual([])
})

it('nobody else asks for a role, or for what a post allows', () => {
  const asked = files.filter((file) => !POSTS.test(file) && !POLICY.test(file)).flatMap((file) => {
    const code = codeOf(file)
    // Kinds of subjects and of sources have names of roles: only comparisons with a role, and lists of roles, are meant.
    const compared = [...code.matchAll(/\brole\b\s*(?:===|!==)\s*'(\w+)'|'(\w+)'\s*(?:===|!==)\s*\w*\.?role\b/g)].map(([, left, right]) => left ?? right).filter((name) => roles.some((role) => role === name))
    const imported = [...code.matchAll(/import (?!type)\{([^}]*)\} from '[^']*auth\/(policy|scope)\.ts'/g)].flatMap(([, names]) => names!.split(',').map((name) => name.trim())).filter((name) => !name.startsWith('type '))
    return [...compared.map((name) => `${file}: ${name}`), ...imported.filter((name) => !ALLOWED.get(file)?.includes(name)).map((name) => `${file}: ${name}`)]
  })
  expect(asked).toEqual([])
})

/** The context gives row security its scope; lists meet it with the subtree that is asked for, as row security would. */
const ALLOWED = new Map([['context.ts', ['scopeOf']], ['features/subjects/lists.ts', ['countedParts', 'inSubtree']]])

it('what the interface may offer comes from the policies', () => {
  const offered = files.filter((file) => /schema(\.ts|\/)/.test(file)).flatMap((file) => [...codeOf(file).matchAll(/viewer(?:Can|Sees)\w*: t\.\w+\((.*)\)/g)].map(([whole]) => ({ file, whole })))
  expect(offered.length).toBeGreaterThan(5)
  expect(offered.filter(({ whole }) => /\.role\b|grants|inSubtree/.test(whole))).toEqual([])
})
