import { connect } from '@anwang/db/client'
import { startEmbedded } from '@anwang/db/embedded'
import { migrateDatabase } from '@anwang/db/migrate'
import { drillDown } from './lib/drill.ts'
import { measure, privateFolder } from './lib/ending.ts'
import { checkPlaces } from './lib/places.ts'
import { anwang, signIn, startProduct } from './lib/product.ts'
import { checks, load, median, millis, seconds, timed } from './lib/report.ts'
import { checkSearches, TOWN } from './lib/searches.ts'

// The whole country through the API: imported, where its odd places sit, drilled down to the last community, searched.

const COMMUNITIES = 620_573
/** Open regions that are no formal layers: 1 country, 31 provinces, 342 − 9 cities, 2978 − 4 counties, 41352 − 13 streets. */
const REACHED = { PROVINCE: 31, CITY: 333, COUNTY: 2974, STREET: 41_339, COMMUNITY: COMMUNITIES }

async function importCountry(dataDir: string): Promise<void> {
  const database = await startEmbedded({ dataDir, log: (line) => console.log(line) })
  try {
    await migrateDatabase(database.ownerUrl)
    const first = await timed(() => anwang(dataDir, ['regions', 'import', '--all']))
    console.log(`imported the country in ${seconds(first.took)} (${load()}): ${first.value}`)
    const again = await timed(() => anwang(dataDir, ['regions', 'import', '--all']))
    console.log(`imported it again in ${seconds(again.took)} (${load()}): ${again.value}`)
    const owner = connect(database.ownerUrl, { max: 1 })
    const [size] = await owner.client<{ regions: string; labels: string }[]>`select pg_size_pretty(pg_total_relation_size('region')) as regions, pg_size_pretty(pg_total_relation_size('region_label')) as labels`
    await owner.close()
    console.log(`tables with their indexes: region ${size!.regions}, region_label ${size!.labels}`)
  } finally {
    await database.stop()
  }
}

await measure(async (atEnd) => {
  const check = checks()
  const dataDir = privateFolder(atEnd)
  await importCountry(dataDir)
  const { value: url, took } = await timed(() => startProduct(dataDir, atEnd))
  console.log(`the product with the demonstration over it is ready after ${seconds(took)} (${load()})`)
  const ask = await signIn(url, 'city.office')

  await checkPlaces(ask, check)

  const { viewer } = await ask<{ viewer: { home: { id: string; ancestors: { id: string }[] } } }>('{ viewer { home { id ancestors { id } } } }')
  const drilled = await timed(() => drillDown(ask, viewer.home.ancestors[0]!.id, (communities) => console.log(`  … ${communities} communities`)))
  const { reached, miscounted, requests } = drilled.value
  for (const [level, expected] of Object.entries(REACHED)) {
    const times = [...(reached.get(level)?.values() ?? [])]
    const more = times.filter((count) => count > 1).length
    check(`drilling down reaches ${expected} of level ${level}, each once`, times.length === expected && more === 0, `${times.length}, ${more} more than once`)
  }
  check('every totalCount is the number of its rows', miscounted === 0, `${miscounted} are not`)
  console.log(`drilled down in ${seconds(drilled.took)} by ${requests.length} requests, median ${millis(median(requests))}, longest ${millis(Math.max(...requests))} (${load()})`)

  const { region } = await ask<{ region: { children: { nodes: { code: string; name: string }[] } } }>('{ region(code: "410928000000") { children(first: 200) { nodes { code name } } } }')
  const town = region.children.nodes.find(({ name }) => name === TOWN.name)
  check(`濮阳县 has ${TOWN.name}`, town !== undefined)
  if (town) await checkSearches(ask, check, { code: town.code, city: viewer.home.id })

  console.log(check.failed === 0 ? 'everything holds' : `${check.failed} FAILED`)
  return check.failed === 0
})
