import type { Client } from 'urql'
import { preload } from './pages.ts'
import { hereOf, regionArguments, regionQuery, sessionQuery } from './session.ts'

/**
 * Asks before React draws anything: who looks, where, the page's code; then, once these are there, for the page's own
 * figures. What the components ask for later is the same operation and finds the answer, or the question, on its way.
 */
export async function askEarly(client: Client, { pathname, search }: { pathname: string; search: string }): Promise<void> {
  if (pathname === '/sign-in' || pathname.startsWith('/sign-in/')) return
  const page = preload(pathname)
  const query = new URLSearchParams(search)
  const wanted = query.get('region')
  const policy = { requestPolicy: 'cache-first' } as const
  const [session, named] = await Promise.all([
    client.query(sessionQuery, {}, policy).toPromise(),
    wanted === null ? null : client.query(regionQuery, regionArguments(wanted), policy).toPromise(),
  ])
  const region = wanted === null ? session.data?.viewer?.home : named?.data?.region
  const here = session.data && region && hereOf(session.data, region, query)
  if (here) (await page)?.ahead?.(client, here, query)
}
