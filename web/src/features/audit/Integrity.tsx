import { useState } from 'react'
import { useMutation } from 'urql'
import { count, instant } from '../../lib/format.ts'
import { failureOf, newKey } from '../../lib/outcome.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useWords } from '../../lib/words/index.ts'
import { Icon } from '../../ui/Icon.tsx'
import { verifyMutation, type Chains } from './queries.ts'
import { words } from './words.ts'

/** Whether the logs are whole, in one line; what is wrong with them, where they are not. */
export function Integrity({ chains: { chains, anchored } }: { chains: Chains }) {
  const w = useWords(words)
  const { semicolon, colon } = usePunctuation()
  const [{ fetching }, verify] = useMutation(verifyMutation)
  const [failed, setFailed] = useState<string | null>(null)
  const run = async () => {
    const answer = await verify({ input: { idempotencyKey: newKey() } })
    const failure = failureOf(answer, answer.data?.verifyAudit)
    setFailed(failure && (failure.kind === 'Conflict' ? failure.message : w.verifyFailed))
  }
  const sealedAt = chains.flatMap(({ sealedAt: at }) => at ?? []).toSorted().at(-1)
  const checkedAt = chains.flatMap(({ checkedAt: at }) => at ?? []).toSorted()[0]
  // A verification says nothing about what was sealed after it.
  const behind = chains.some(({ sealed, checked }) => sealed > checked)
  const findings = chains.flatMap((chain) => chain.findings.map((text) => ({ log: chain.log, text })))
  const nothingSealed = sealedAt === undefined
  // A check of nothing, as right after a start, is none; a chain that was taken away whole shows in its findings.
  const verified = chains.every(({ sound }) => sound !== null) && (findings.length > 0 || chains.some(({ checked }) => checked > 0))
  const sound = chains.every((chain) => chain.sound === true)
  return (
    <section className="integrity" aria-label={w.chains} aria-busy={fetching}>
      <Icon name={verified && !sound ? 'close' : 'audit'} size={20} />
      <div>
        <p role="status">
          <strong>{sealedAt === undefined ? w.notSealed : w.sealedUpTo(instant(sealedAt))}</strong>
          {semicolon}
          <strong>{nothingSealed && !verified ? w.nothingToCheck : !verified || checkedAt === undefined ? w.notChecked : sound ? w.sound(instant(checkedAt)) : w.broken(instant(checkedAt), findings.length)}</strong>
        </p>
        <p className="quiet">
          {chains.map(({ log, sealed, checked }) => `${w.logs[log]} ${w.entries(count(sealed), count(checked))}`).join(' · ')}
          {verified && behind && ` · ${w.behind}`} · {anchored ? w.anchored : w.notAnchored}
        </p>
        {findings.length > 0 && <ul className="findings">{findings.map(({ log, text }) => <li key={`${log} ${text}`}>{w.logs[log]}{colon}{text}</li>)}</ul>}
        {failed !== null && <p role="alert">{failed}</p>}
      </div>
      <button type="button" className="button no-print" disabled={fetching} onClick={() => void run()}>{fetching ? w.verifying : w.verify}</button>
    </section>
  )
}
