import { graphql, readFragment, type FragmentOf } from '../../gql/index.ts'
import { count } from '../../lib/format.ts'
import { useWords } from '../../lib/words/index.ts'
import { words } from './words.ts'

export const statedFragment = graphql(`
  fragment SubjectStated on Subject {
    details {
      address
      category
      industryCode
      sectorText
      size
      employees
      employeesText
      hazardSourceGrade
      standardization
      regulator
      note
    }
  }
`)

/** What its register states beside the facts that figures come from; nothing where it states nothing. */
export function Stated({ subject }: { subject: FragmentOf<typeof statedFragment> }) {
  const w = useWords(words)
  const { details } = readFragment(statedFragment, subject)
  if (!details) return null
  const industry = [details.category, details.industryCode].filter(Boolean).join(' ')
  const stated = { ...details, industry, employees: details.employees === null ? details.employeesText : w.people(count(details.employees)) }
  const keys = ['address', 'industry', 'sectorText', 'size', 'employees', 'hazardSourceGrade', 'standardization', 'regulator', 'note'] as const
  return (
    <section className="stated" aria-labelledby="subject-stated">
      <h2 id="subject-stated">{w.stated}</h2>
      <dl className="dl">
        {keys.map((key) => stated[key] && <div key={key} style={{ display: 'contents' }}><dt>{w.statedHead[key]}</dt><dd>{stated[key]}</dd></div>)}
      </dl>
    </section>
  )
}
