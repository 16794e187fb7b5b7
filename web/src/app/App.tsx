import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { Provider, useQuery } from 'urql'
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter'
import { LanguageContext, storedLanguage, storeLanguage, type Language } from '../lib/language.ts'
import { parsePeriod } from '../lib/periods.ts'
import { useAddress, useQueryState } from '../lib/url.ts'
import { useCommon } from '../lib/words/index.ts'
import { Failure } from '../ui/Failure.tsx'
import { clientOf, onSignedOut } from './client.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Forbidden } from './Forbidden.tsx'
import { NoPost } from './NoPost.tsx'
import { NotFound } from './NotFound.tsx'
import { PageOf, routes } from './pages.ts'
import { holdsNoPost, isAuditor, isEnterprise, isGridWorker, isSecurity, onlyRuns } from './roles.ts'
import { HereContext, hereOf, regionArguments, regionQuery, sessionQuery, useHere } from './session.ts'
import { RecordFirst } from './RecordFirst.tsx'
import { Shell } from './Shell.tsx'
import { useOneSession } from './oneSession.ts'
import { PageSkeleton } from '../ui/Skeleton.tsx'
import { UnknownRegion } from './UnknownRegion.tsx'

const SignInPage = lazy(() => import('../features/accounts/SignInPage.tsx'))

export function App() {
  const [language, setLanguage] = useState<Language>(storedLanguage)
  const [signedOut, setSignedOut] = useState(false)
  useEffect(() => onSignedOut(() => setSignedOut(true)), [])
  const choose = useCallback((chosen: Language) => {
    storeLanguage(chosen)
    setLanguage(chosen)
  }, [])
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  const languages = useMemo(() => ({ language, choose }), [language, choose])
  return (
    <LanguageContext value={languages}>
      <Provider value={clientOf(language)} key={language}>
        <ErrorBoundary>
          <Suspense fallback={<PageSkeleton />}>
            <Switch>
              <Route path="/sign-in/*?">
                <SignInPage />
              </Route>
              <Route>{signedOut ? <ToSignIn /> : <SignedIn />}</Route>
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </Provider>
    </LanguageContext>
  )
}

function ToSignIn() {
  const [path] = useLocation()
  const search = useSearch()
  const next = search ? `${path}?${search}` : path
  return <Redirect to={next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`} replace />
}

/** Who looks, and at what: the session and the region of the address are asked for at once. */
function SignedIn() {
  const query = new URLSearchParams(useSearch())
  const wanted = query.get('region')
  const [session, again] = useQuery({ query: sessionQuery, requestPolicy: 'cache-first' })
  const [named] = useQuery({ query: regionQuery, variables: wanted ? regionArguments(wanted) : {}, pause: wanted === null, requestPolicy: 'cache-first' })
  const w = useCommon()
  useOneSession(session.data?.viewer?.userName ?? null)

  if (session.error && !session.data) return <main className="alone"><Failure error={session.error} retry={() => again({ requestPolicy: 'network-only' })} /></main>
  if (!session.data) return <PageSkeleton label={w.loading} />
  const region = wanted === null ? session.data.viewer?.home : named.data?.region
  const here = hereOf(session.data, region, query)
  if (!here) return <ToSignIn />
  return (
    <HereContext value={here}>
      <Shell>
        {region ? <Pages /> : named.fetching ? <PageSkeleton label={w.loading} /> : <UnknownRegion />}
      </Shell>
    </HereContext>
  )
}

function Pages() {
  const [path] = useLocation()
  const { region, viewer } = useHere()
  const address = useAddress()
  const [query, change] = useQueryState()
  // An unknown period (an old link, a typing error) is taken out of the address: what is shown is the default one.
  const asked = query.get('period')
  const unknown = asked !== null && parsePeriod(asked) === null
  useEffect(() => {
    if (unknown) change({ period: null })
  }, [unknown, change])
  // Figures of regions are not an enterprise's: its home is its own hazards.
  if (path === '/' && isEnterprise(viewer)) return <Redirect to={address('/hazards')} replace />
  if (path === '/' && onlyRuns(viewer) && isAuditor(viewer)) return <Redirect to={address('/audit')} replace />
  if (path === '/' && onlyRuns(viewer)) return <Redirect to={address(isSecurity(viewer) ? '/accounts' : '/system')} replace />
  if (holdsNoPost(viewer) && path !== '/account') return <NoPost />
  return (
    <ErrorBoundary key={path}>
      <Suspense fallback={<PageSkeleton />}>
        {path === '/' && isGridWorker(viewer) && viewer.viewerCanRecord && <RecordFirst />}
        <Switch>
          {routes.map((entry) => (
            <Route key={entry.path} path={entry.path}>
              {(params) => (entry.listsRegion && !region.viewerSees ? <div className="page"><Forbidden heading /></div> : <PageOf entry={entry} params={params} />)}
            </Route>
          ))}
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  )
}
