import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { Provider, useQuery } from 'urql'
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter'
import { LanguageContext, storedLanguage, storeLanguage, type Language } from '../lib/language.ts'
import { defaultPeriod, parsePeriod } from '../lib/periods.ts'
import { useCommon } from '../lib/words/index.ts'
import { Failure } from '../ui/Failure.tsx'
import { makeClient } from './client.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { NotFound } from './NotFound.tsx'
import { PageOf, routes } from './pages.ts'
import { HereContext, regionArguments, regionQuery, sessionQuery, type Here } from './session.ts'
import { Shell } from './Shell.tsx'
import { PageSkeleton } from '../ui/Skeleton.tsx'
import { UnknownRegion } from './UnknownRegion.tsx'

const SignInPage = lazy(() => import('../features/accounts/SignInPage.tsx'))

export function App() {
  const [language, setLanguage] = useState<Language>(storedLanguage)
  const [signedOut, setSignedOut] = useState(false)
  const client = useMemo(() => makeClient(language, () => setSignedOut(true)), [language])
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
      <Provider value={client} key={language}>
        <ErrorBoundary>
          <Suspense fallback={<PageSkeleton />}>
            <Switch>
              <Route path="/sign-in">
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
  const { viewer, office } = session.data ?? {}
  const w = useCommon()

  if (session.error && !session.data) return <main className="alone"><Failure error={session.error} retry={() => again({ requestPolicy: 'network-only' })} /></main>
  if (!session.data) return <PageSkeleton label={w.loading} />
  if (!viewer || !office) return <ToSignIn />

  const written = query.get('period')
  const period = (written && parsePeriod(written)) || parsePeriod(defaultPeriod(office.today))!
  const region = wanted === null ? viewer.home : named.data?.region
  const here: Here = { viewer, office, region: region ?? viewer.home, period }
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
  return (
    <ErrorBoundary key={path}>
      <Suspense fallback={<PageSkeleton />}>
        <Switch>
          {routes.map((entry) => (
            <Route key={entry.path} path={entry.path}>
              {(params) => <PageOf entry={entry} params={params} />}
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
