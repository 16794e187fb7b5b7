const CHANNEL = 'anwang.session'

type Told = { readonly ended: true } | { readonly userName: string }

function tell(what: Told): void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.postMessage(what)
  channel.close()
}

/** Tells the browser's other tabs that its session was ended by hand. */
export const tellSignedOut = (): void => tell({ ended: true })

/** Tells the browser's other tabs who is signed in: the session is one for all of them. */
export const tellSignedIn = (userName: string): void => tell({ userName })

/** Listens to the other tabs; answers how to stop listening. `userName` is who is shown in this one, null for nobody yet. */
export function onOtherTabs(userName: string | null, left: () => void, another: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if ('ended' in data) left()
    else if (userName !== null && data.userName !== userName) another()
  })
  return () => channel.close()
}
