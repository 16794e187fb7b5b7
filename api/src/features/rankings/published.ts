import { allow } from './policy.ts'
import type { Context } from '../../context.ts'
import { countryOf, findRegion } from '../regions/service.ts'
import type { Region } from '../regions/store.ts'
import { emptyPage } from '../../schema/connections.ts'
import type { Ranking, RankingArgs } from './service.ts'
import { newestPublication, type Publication } from './store.ts'

export interface PublishedRanking extends Ranking {
  readonly publication: Publication | null
}


/**
 * The newest publication of a ranking, open to every region under the publishing one; before there is one, no entries.
 * null outside. @throws BAD_USER_INPUT
 */
export async function publishedRanking(context: Context, args: RankingArgs): Promise<PublishedRanking | null> {
  const named = (args.code ?? args.region ?? null) !== null
  const region: Region | null = await (named ? findRegion(context, { code: args.code, id: args.region }, { code: 'code', id: 'region' }) : countryOf(context))
  if (!region || !allow.seePublished(context.scope(), region.path)) return null
  const publication = await newestPublication(await context.read(), region.id, args.period.text, args.level ?? null)
  return {
    root: region, period: args.period, level: args.level ?? null, basis: 'PUBLISHED', scheme: null,
    asOf: publication?.cutoffAt ?? context.clock.now(), entries: async () => emptyPage, everyEntry: async () => [], publication,
  }
}
