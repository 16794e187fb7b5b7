// Opened by a town or a department that met an enterprise nobody has registered; once registered they go on to inspect it.
import { useMutation } from 'urql'
import { useLocation } from 'wouter'
import { useHere } from '../../app/session.ts'
import { graphql } from '../../gql/index.ts'
import { useForm } from '../../lib/form.ts'
import { useLanguage } from '../../lib/language.ts'
import { failureOf } from '../../lib/outcome.ts'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Empty } from '../../ui/Empty.tsx'
import { FormEnd } from '../../ui/Form.tsx'
import { useTitle } from '../../ui/title.ts'
import { emptySubject, factsOf, LEVELS, personalFields, principalOf, problemsOf, type Values } from './form.ts'
import { saying } from './said.ts'
import { SubjectForm, usePlace } from './SubjectForm.tsx'
import { words } from './words.ts'

const registerSubject = graphql(`
  mutation RegisterSubject($input: RegisterSubjectInput!) {
    registerSubject(input: $input) {
      __typename
      ... on RegisterSubjectPayload {
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

export default function RegisterPage() {
  const w = useWords(words)
  const c = useCommon()
  const language = useLanguage()
  const address = useAddress()
  const [, go] = useLocation()
  const { viewer } = useHere()
  const [, register] = useMutation(registerSubject)
  useTitle(w.form.title)
  const form = useForm<Values>({ draft: `${viewer.userName}.subject`, initial: emptySubject, check: (values) => problemsOf(values, language), personal: personalFields })
  const { values } = form
  const place = usePlace(values)
  if (!viewer.viewerCanRecord) return <div className="page"><Empty heading title={w.form.forbidden}>{w.form.forbiddenBody}</Empty></div>

  const send = async (filled: Values, keyOf: (input: object) => string) => {
    const facts = factsOf(filled)
    const input = { ...facts, creditCode: facts.creditCode || null, contacts: principalOf(filled) }
    const answer = await register({ input: { ...input, idempotencyKey: keyOf(input) } })
    const done = answer.data?.registerSubject
    const failure = failureOf(answer, done)
    if (!failure && done?.__typename === 'RegisterSubjectPayload') go(address(`/subjects/${encodeURIComponent(done.subject.id)}`), { replace: true, state: saying('registered') })
    return failure
  }
  const level = LEVELS.find((one) => one === values.supervisedAt) ?? place?.level
  const preview = values.name.trim() !== '' && place && level ? w.form.preview(values.name.trim(), place.name, c.level[level]) : null
  return (
    <div className="page form-page">
      <div className="page-head"><h1>{w.form.title}</h1></div>
      <SubjectForm form={form} place={place} send={send}>
        <FormEnd form={form} send={w.form.send} preview={preview} />
      </SubjectForm>
    </div>
  )
}
