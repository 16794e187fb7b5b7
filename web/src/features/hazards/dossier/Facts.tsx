import { daysBetween } from '@anwang/domain/time'
import { Link } from 'wouter'
import { useHere } from '../../../app/session.ts'
import { count, DASH, money, shortDay } from '../../../lib/format.ts'
import { useLanguage } from '../../../lib/language.ts'
import { usePunctuation } from '../../../lib/punctuation.ts'
import { useAddress } from '../../../lib/url.ts'
import { useCommon, useWords } from '../../../lib/words/index.ts'
import { whyScoredApart } from './deadlines.ts'
import type { Hazard } from './queries.ts'
import { failedTries } from './rounds.ts'
import { words } from './words.ts'

/** Where it is, whose it is, whose figures it counts in, and by when. */
export function Facts({ hazard }: { hazard: Hazard }) {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const { office } = useHere()
  const { semicolon } = usePunctuation()
  const round = hazard.rounds.at(-1)
  const apart = round ? whyScoredApart(round, hazard.events.nodes).map((reason) => w.scoredApart[reason]) : []
  const open = hazard.state === 'REGISTERED' || hazard.state === 'RECTIFYING'
  const place = [...hazard.region.ancestors.filter((one) => one.level !== 'COUNTRY' && one.level !== 'PROVINCE'), hazard.region].map((one) => one.name).join(' › ')
  return (
    <dl className="facts">
      <div>
        <dt>{w.dueInForce}</dt>
        <dd>
          {hazard.dueOn}{' '}
          {hazard.overdueDays > 0 ? <b className="alarm">{w.overdueFor(hazard.overdueDays)}</b> : open && <span className="quiet">{w.inTime(Math.max(0, daysBetween(office.today, hazard.dueOn)))}</span>}
        </dd>
      </div>
      <div title={w.dueScoredWhy}><dt>{w.dueScored}</dt><dd>{round?.scoredDueOn ?? DASH}{apart.length > 0 && <span className="quiet"> {apart.join(semicolon)}</span>}</dd></div>
      <div><dt>{w.subject}</dt><dd><Link href={address(`/subjects/${encodeURIComponent(hazard.subject.id)}`)}>{hazard.subject.name}</Link></dd></div>
      <div><dt>{c.sector}</dt><dd>{hazard.sector?.name ?? DASH}</dd></div>
      <div><dt>{w.place}</dt><dd>{place}</dd></div>
      <div title={w.accountableWhy}>
        <dt>{w.accountable}</dt>
        <dd>{hazard.accountable.name}{hazard.accountable.level !== 'STREET' && hazard.accountable.level !== 'COMMUNITY' && hazard.accountable.id !== hazard.region.id && <span className="quiet"> {c.ownOf[hazard.accountable.level]}</span>}</dd>
      </div>
      <div>
        <dt>{w.foundOn}</dt>
        <dd>
          {hazard.foundOn}
          {hazard.registeredOn !== hazard.foundOn && <span className="quiet"> {w.registeredOn} {hazard.registeredOn}</span>} {hazard.recordedLate && <span className="tag">{w.recordedLate}</span>}
        </dd>
      </div>
      <div>
        <dt>{w.source}</dt>
        <dd>
          {c.hazardSource[hazard.source]}
          {hazard.inspection && <> · <Link href={address(`/inspections/${encodeURIComponent(hazard.inspection.id)}`)}>{w.inspection} {hazard.inspection.number}</Link></>}
        </dd>
      </div>
    </dl>
  )
}

/** The rounds of rectification, where there is more than the head says. */
export function Rounds({ hazard }: { hazard: Hazard }) {
  const w = useWords(words)
  const language = useLanguage()
  const { office } = useHere()
  const { comma, semicolon } = usePunctuation()
  const tries = failedTries(hazard.events.nodes)
  const day = (on: string) => shortDay(on, office.today, language)
  const told = (n: number) =>
    (tries[n - 1] ?? []).map((one) => [...(one.submittedOn === null ? [] : [w.submittedThen(day(one.submittedOn))]), w.rejectedThen(day(one.rejectedOn))].join(comma)).join(semicolon)
  const keys = ['n', 'startedOn', 'dueOn', 'scoredDueOn', 'submittedOn', 'acceptedOn', 'overdueDays'] as const
  return (
    <section aria-labelledby="rounds">
      <h2 id="rounds">{w.rounds}</h2>
      <div className="table-frame">
        <table className="table">
          <thead><tr>{keys.map((key) => <th key={key} scope="col" className={key === 'overdueDays' ? 'number' : key === 'startedOn' || key === 'scoredDueOn' ? 'p2' : ''}>{w.roundHead[key]}</th>)}</tr></thead>
          <tbody>
            {hazard.rounds.map((round) => (
              <tr key={round.n}>
                <td>{w.round(round.n)}</td>
                <td className="p2">{round.startedOn}</td>
                <td>{round.dueOn}</td>
                <td className="p2">{round.scoredDueOn}</td>
                <td>{round.submittedOn ?? (told(round.n) === '' ? DASH : null)}{told(round.n) !== '' && <span className="quiet tries">{told(round.n)}</span>}</td>
                <td>{round.acceptedOn ?? DASH}</td>
                <td className={round.overdueDays > 0 ? 'number alarm' : 'number'}>{round.overdueDays > 0 ? count(round.overdueDays) : DASH}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** What its ledger states beside the facts that figures come from. */
export function DetailsOf({ details }: { details: NonNullable<Hazard['details']> }) {
  const w = useWords(words)
  const funds = details.fundsYuan === null ? details.fundsText : `${money(details.fundsYuan)} ${w.yuan}`
  const stated = { ...details, funds }
  const keys = ['measures', 'funds', 'contingency', 'rectifyingUnit', 'regulator', 'reinspectingUnit', 'progress', 'address', 'note'] as const
  return (
    <section aria-labelledby="details">
      <h2 id="details">{w.details}</h2>
      <dl className="dl">
        {keys.map((key) => stated[key] && <div key={key} style={{ display: 'contents' }}><dt>{w.detailHead[key]}</dt><dd>{stated[key]}</dd></div>)}
      </dl>
    </section>
  )
}

export function PlanOf({ plan }: { plan: NonNullable<Hazard['plan']> }) {
  const w = useWords(words)
  return (
    <section aria-labelledby="plan">
      <h2 id="plan">{w.plan}</h2>
      <dl className="dl">
        <dt>{w.planHead.responsiblePost}</dt><dd>{plan.responsiblePost}</dd>
        <dt>{w.planHead.measures}</dt><dd>{plan.measures}</dd>
        <dt>{w.planHead.fundsYuan}</dt><dd>{money(plan.fundsYuan)}</dd>
        <dt>{w.planHead.dueOn}</dt><dd>{plan.dueOn}</dd>
        <dt>{w.planHead.contingency}</dt><dd>{plan.contingency}</dd>
      </dl>
    </section>
  )
}

