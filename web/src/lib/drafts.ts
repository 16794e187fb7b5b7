/** What was typed into a form and not yet sent: kept in the browser, so that a closed page or a dead battery loses nothing. */
const PREFIX = 'anwang.draft.'
const OWNER = 'anwang.drafts-of'
const keyOf = (name: string) => `${PREFIX}${name}`

export function keptDraft<V extends object>(name: string): Partial<V> | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(name)) ?? 'null')
    return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? (kept as Partial<V>) : null
  } catch {
    return null
  }
}

export function keepDraft(name: string, values: object | null): void {
  try {
    if (values === null) localStorage.removeItem(keyOf(name))
    else localStorage.setItem(keyOf(name), JSON.stringify(values))
  } catch {
    // A browser that keeps nothing still has the form until the page is closed.
  }
}

/** Forgets every draft: whoever uses the browser next must not find them. */
export function dropDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
    localStorage.removeItem(OWNER)
  } catch {
    // A browser that keeps nothing has none.
  }
}

/** The drafts of an account outlive a session that ran out; what another account left is forgotten. */
export function draftsBelongTo(userName: string): void {
  try {
    const owner = localStorage.getItem(OWNER)
    if (owner !== null && owner !== userName) dropDrafts()
    localStorage.setItem(OWNER, userName)
  } catch {
    // As above.
  }
}

/** The draft laid over the form's first values; fields that the form no longer has are left out. */
export function withDraft<V extends object>(initial: V, draft: Partial<V> | null): V {
  if (!draft) return initial
  const known = Object.keys(initial).filter((name) => typeof draft[name as keyof V] === typeof initial[name as keyof V])
  return { ...initial, ...Object.fromEntries(known.map((name) => [name, draft[name as keyof V]])) }
}
