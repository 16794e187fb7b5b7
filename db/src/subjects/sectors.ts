import { sql } from 'drizzle-orm'
import type { Queryable } from '../client.ts'
import { namedId } from '../ids.ts'
import { sector } from '../schema/index.ts'

interface SectorData {
  readonly key: string
  readonly name: string
  readonly nameEn: string
  /** Prefixes of GB/T 4754-2017 codes. */
  readonly gbt: readonly string[]
  readonly under?: string
}

/** 行业领域 as safety committees divide them; an office may add its own below them. */
export const sectors: readonly SectorData[] = [
  { key: 'hazchem', name: '危险化学品', nameEn: 'Hazardous chemicals', gbt: ['25', '26', '5266'] },
  { key: 'fuel-stations', name: '加油加气站', nameEn: 'Fuel stations', gbt: ['5265'], under: 'hazchem' },
  { key: 'mining', name: '非煤矿山', nameEn: 'Non-coal mines', gbt: ['07', '08', '09', '10', '11'] },
  { key: 'coal', name: '煤矿', nameEn: 'Coal mines', gbt: ['06'] },
  { key: 'fireworks', name: '烟花爆竹', nameEn: 'Fireworks', gbt: ['2672', '5167'] },
  { key: 'industry', name: '工贸', nameEn: 'Industry and trade', gbt: ['13', '14', '15', '17', '18', '19', '20', '21', '22', '23', '24', '29', '30', '31', '32', '33', '34', '35', '36', '37', '38', '39', '40', '41', '42', '43'] },
  { key: 'dust', name: '粉尘涉爆', nameEn: 'Combustible dust', gbt: [], under: 'industry' },
  { key: 'confined-space', name: '有限空间', nameEn: 'Confined spaces', gbt: [], under: 'industry' },
  { key: 'construction', name: '建筑施工', nameEn: 'Construction', gbt: ['47', '48', '49', '50'] },
  { key: 'gas', name: '城镇燃气', nameEn: 'Town gas', gbt: ['45'] },
  { key: 'road', name: '道路交通运输', nameEn: 'Road transport', gbt: ['54'] },
  { key: 'fire', name: '消防（人员密集场所）', nameEn: 'Fire safety of crowded places', gbt: ['61', '62', '90'] },
  { key: 'equipment', name: '特种设备', nameEn: 'Special equipment', gbt: [] },
  { key: 'power', name: '电力', nameEn: 'Electric power', gbt: ['44'] },
  { key: 'commerce', name: '商贸流通', nameEn: 'Commerce', gbt: ['51', '52'] },
  { key: 'tourism', name: '文化旅游', nameEn: 'Culture and tourism', gbt: ['78', '88'] },
  { key: 'education', name: '教育', nameEn: 'Education', gbt: ['83'] },
  { key: 'health', name: '医疗卫生', nameEn: 'Health care', gbt: ['84'] },
  { key: 'agriculture', name: '农业机械', nameEn: 'Farm machinery', gbt: ['01', '05'] },
  { key: 'water', name: '水利', nameEn: 'Water works', gbt: ['76'] },
]

export const sectorId = (key: string): string => namedId(`sector ${key}`)

/** Loads the common sectors; again changes nothing. As the owner. */
export async function installSectors(tx: Queryable): Promise<void> {
  await tx.insert(sector).values(sectors.map((one, position) => ({
    id: sectorId(one.key), parentId: one.under ? sectorId(one.under) : null, name: one.name, nameEn: one.nameEn, gbt: [...one.gbt], position,
  }))).onConflictDoUpdate({ target: sector.id, set: { name: sql`excluded.name`, nameEn: sql`excluded.name_en`, gbt: sql`excluded.gbt`, position: sql`excluded.position`, parentId: sql`excluded.parent_id` } })
}
