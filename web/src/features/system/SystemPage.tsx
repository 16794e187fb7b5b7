// Opened by the system administrator, every morning: does it run, is it backed up, what is mine to do? The work is done by commands on the server; nothing here shows records.
import { Link } from 'wouter'
import { useHere } from '../../app/session.ts'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { useTitle } from '../../ui/title.ts'
import { Proposals } from '../accounts/Proposals.tsx'
import './system.css'
import { State } from './State.tsx'
import { COMMANDS, words } from './words.ts'

export default function SystemPage() {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const { viewer } = useHere()
  const runs = viewer.grants.some(({ role }) => role === 'SYSTEM_ADMINISTRATOR')
  useTitle(w.title)
  return (
    <div className="page system">
      <div className="page-head">
        <h1>{w.title}</h1>
        <div className="end"><Link className="button" href={address('/account')}>{c.ownAccount}</Link></div>
      </div>
      <p>{w.why}</p>
      {runs && <State />}
      <Proposals />
      <section aria-labelledby="system-commands">
        <h2 id="system-commands">{w.commands}</h2>
        <p className="quiet">{w.how} <code>npx -y pnpm@10.34.9 anwang …</code></p>
        <dl className="dl">
          {COMMANDS.map((command) => [<dt key={command}><code>{command}</code></dt>, <dd key={`${command} does`}>{w.does[command]}</dd>])}
        </dl>
        <p className="quiet">{w.backup}</p>
      </section>
      <section aria-labelledby="system-others">
        <h2 id="system-others">{w.others}</h2>
        <p>{w.othersWhy}</p>
      </section>
    </div>
  )
}
