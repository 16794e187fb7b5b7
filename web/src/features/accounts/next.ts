const HERE = 'https://here.invalid'

/** The page as an address of this site; home for whatever a browser would take for another site's. */
export function ownPage(page: string): string {
  if (!page.startsWith('/') || !URL.canParse(page, HERE)) return '/'
  const { origin, pathname, search, hash } = new URL(page, HERE)
  return origin === HERE && !pathname.startsWith('//') ? pathname + search + hash : '/'
}

/** Where the address of the sign-in page leads to afterwards. */
export const nextOf = (search: string): string => ownPage(new URLSearchParams(search).get('next') ?? '/')
