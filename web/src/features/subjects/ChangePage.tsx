// Opened by whoever answers for a subject's figures when a fact of it has changed: its status, its grade, who is responsible. What was counted before stays.
import { useMutation, useQuery } from 'urql'
import { Link, useLocation } from 'wouter'
import type { PageProps } from '../../app/pages.ts'
import { useHere } from '../../app/session.ts'
import { graphql, type ResultOf } from '../../gql/index.ts'
import { longDay } from '../../lib/format.ts'
import { useForm } from '../../lib/form.ts'
import { useLanguage } from '../../lib/language.ts'
import { failureOf } from '../../lib/outcome.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Field, FormEnd } from '../../ui/Form.tsx'
import { RecordFrame } from '../../ui/RecordFrame.tsx'
import { useTitle } from '../../ui/title.ts'
import { changesOf, personalFields, problemsOf, valuesOf, type Values } from './form.ts'
import { saying } from './said.ts'
import { SubjectForm, usePlace } from './SubjectForm.tsx'
import { words } from './words.ts'

const changedQuery = graphql(`
  query SubjectToChange($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Subject {
        version
        viewerCanChange
        kind
        name
        creditCode
        supervisedAt
        riskGrade
        status
        key
        assigned
        hazardSources
        hazardSourcesOnline
        standardized
        supervisionModeSet
        region {
          id
          level
        }
        sector {
          id
        }
        contacts {
          role
          name
          phone
        }
      }
    }
  }
`)

const changeSubject = graphql(`
  mutation ChangeSubject($input: ChangeSubjectInput!) {
    changeSubject(input: $input) {
      __typename
      ... on ChangeSubjectPayload {
        subject {
          id
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

type Subject = Extract<NonNullable<ResultOf<typeof changedQuery>['node']>, { __typename: 'Subject' }>

export default function ChangePage({ params }: PageProps) {
  const w = useWords(words)
  const id = decodeURIComponent(params['id'] ?? '')
  const [answer, again] = useQuery({ query: changedQuery, variables: { id }, requestPolicy: 'cache-and-network' })
  const subject = answer.data?.node?.__typename === 'Subject' ? answer.data.node : null
  const reload = () => again({ requestPolicy: 'network-only' })
  useTitle(subject ? `${w.form.change} ${subject.name}` : w.form.change)
  return (
    <RecordFrame answer={answer} again={reload} record={subject} none={{ title: w.notFound, body: w.notFoundBody, back: w.toList, to: '/subjects' }}>
      {(found) => (found.viewerCanChange ? <Change key={found.id} subject={found} reload={reload} /> : <div className="page"><Empty heading title={w.form.mayNotChange}>{w.form.mayNotChangeBody}</Empty></div>)}
    </RecordFrame>
  )
}

function Change({ subject, reload }: { subject: Subject; reload: () => void }) {
  const w = useWords(words)
  const c = useCommon()
  const language = useLanguage()
  const { list } = usePunctuation()
  const address = useAddress()
  const [, go] = useLocation()
  const { viewer, office } = useHere()
  const [, change] = useMutation(changeSubject)
  const form = useForm<Values>({ draft: `${viewer.userName}.subject.${subject.id}.${subject.version}`, initial: valuesOf(subject), check: (values) => problemsOf(values, language), personal: personalFields })
  const { values, errors } = form
  const place = usePlace(values)
  const page = address(`/subjects/${encodeURIComponent(subject.id)}`)
  const changes = changesOf(subject, values, place?.level ?? subject.region.level)
  const names = Object.keys(changes).map((name) => w.form.fact[name as keyof typeof changes])

  const send = async (filled: Values, keyOf: (input: object) => string) => {
    const changed = changesOf(subject, filled, place?.level ?? subject.region.level)
    if (Object.keys(changed).length === 0) return { kind: 'ValidationError', code: 'NOTHING_CHANGED', message: w.form.nothing, path: null } as const
    const input = { subject: subject.id, expectedVersion: subject.version, reason: filled.reason.trim() || null, ...changed }
    const answer = await change({ input: { ...input, idempotencyKey: keyOf(input) } })
    const failure = failureOf(answer, answer.data?.changeSubject)
    if (!failure) go(page, { replace: true, state: saying('saved') })
    else if (failure.kind === 'Conflict') reload()
    return failure
  }
  return (
    <div className="page form-page">
      <div className="page-head"><h1>{w.form.change}</h1> <span className="quiet">{subject.name}</span></div>
      <SubjectForm form={form} place={place} send={send}>
        <Field name="reason" label={w.form.reason} errors={errors} hint={w.form.reasonHint} optional wide>
          {(control) => <input {...control} type="text" value={values.reason} onChange={(event) => form.change({ reason: event.target.value })} />}
        </Field>
        <FormEnd form={form} send={c.save} preview={names.length > 0 ? w.form.changePreview(names.join(list), longDay(office.today, language)) : w.form.nothing}>
          <Link className="button" href={page}>{c.cancel}</Link>
        </FormEnd>
      </SubjectForm>
    </div>
  )
}
