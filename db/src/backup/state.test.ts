import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startEmbedded } from '../embedded.ts'
import { asideOf, choosePlace } from '../embedded/place.ts'
import { stopServer } from '../embedded/server.ts'
import { takePlace } from './state.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'anwang-state-'))
const aside = asideOf(dataDir)
const clusterOf = async (dir: string): Promise<string> => (await choosePlace(dir, true, stopServer)).cluster
afterAll(async () => {
  for (const dir of [aside, dataDir]) {
    if (!existsSync(dir)) continue
    const cluster = await clusterOf(dir)
    for (const one of [cluster, `${cluster}.replaced`]) rmSync(one, { recursive: true, force: true })
  }
  rmSync(dataDir, { recursive: true, force: true })
})

async function state(dir: string, words: string): Promise<void> {
  mkdirSync(dir, { recursive: true })
  const cluster = await clusterOf(dir)
  mkdirSync(cluster, { recursive: true })
  writeFileSync(join(cluster, 'words'), words)
  for (const name of ['passwords.json', 'secret-key']) writeFileSync(join(dir, name), words)
}

it('a restore that was killed as it took its place is repeated without losing the keys of what was there; nothing empty is begun beside it', async () => {
  await state(dataDir, 'older')
  await state(aside, 'old')
  expect(await takePlace(aside, dataDir)).toBe(`${await clusterOf(dataDir)}.replaced`)
  await state(aside, 'new')
  const cluster = await clusterOf(dataDir)
  // As far as a killed one came: the cluster and the first of the files.
  rmSync(`${cluster}.replaced`, { recursive: true })
  for (const name of ['passwords.json', 'secret-key']) rmSync(join(dataDir, `${name}.replaced`))
  renameSync(cluster, `${cluster}.replaced`)
  renameSync(join(dataDir, 'passwords.json'), join(dataDir, 'passwords.json.replaced'))
  renameSync(join(aside, 'passwords.json'), join(dataDir, 'passwords.json'))

  await expect(startEmbedded({ dataDir, log: () => undefined })).rejects.toThrow('was cut short as it took its place')
  await state(aside, 'new')
  expect(await takePlace(aside, dataDir)).toBe(`${cluster}.replaced`)
  const words = (...files: string[]) => files.map((file) => readFileSync(file, 'utf8'))
  expect(words(join(cluster, 'words'), join(dataDir, 'passwords.json'), join(dataDir, 'secret-key'))).toEqual(['new', 'new', 'new'])
  expect(words(join(`${cluster}.replaced`, 'words'), join(dataDir, 'passwords.json.replaced'), join(dataDir, 'secret-key.replaced'))).toEqual(['old', 'old', 'old'])
})
