import { useState } from 'react'
import { useMutation } from 'urql'
import { useHere } from '../../app/session.ts'
import { useForm } from '../../lib/form.ts'
import { failureOf } from '../../lib/outcome.ts'
import { useWords } from '../../lib/words/index.ts'
import { Field, FormEnd } from '../../ui/Form.tsx'
import { inviteMutation } from './admin-queries.ts'
import { adminWords } from './admin-words.ts'
import { InvitationLink } from './InvitationLink.tsx'
import { RegionField } from './RegionField.tsx'

/** A new account and its invitation; a post is given afterwards. */
export function NewAccount({ close }: { close: () => void }) {
  const w = useWords(adminWords)
  const { region } = useHere()
  const [, mutate] = useMutation(inviteMutation)
  const [made, setMade] = useState<{ userName: string; token: string | null } | null>(null)
  const form = useForm({
    draft: null, initial: { userName: '', title: '', titleEn: '', home: region.id },
    check: (values) => ({ ...(values.userName.trim() === '' && { userName: w.required }), ...(values.title.trim() === '' && { title: w.required }) }),
  })
  if (made) {
    return (
      <section className="account-new" aria-label={w.create}>
        <h2>{made.userName}</h2>
        {made.token && <InvitationLink token={made.token} />}
        <p><button type="button" className="button" onClick={close}>{w.close}</button></p>
      </section>
    )
  }
  const text = (name: 'userName' | 'title' | 'titleEn', label: string, hint?: string) => (
    <Field name={name} label={label} errors={form.errors} optional={name === 'titleEn'} {...(hint && { hint })}>
      {(control) => <input {...control} type="text" autoComplete="off" value={form.values[name]} onChange={(event) => form.change({ [name]: event.target.value })} />}
    </Field>
  )
  return (
    <form
      className="form account-new" aria-label={w.create}
      {...form.props(async (values, keyOf) => {
        const answer = await mutate({ input: { ...values, titleEn: values.titleEn || null, idempotencyKey: keyOf(values) } })
        const outcome = answer.data?.outcome
        if (outcome?.__typename === 'InviteAccountPayload') setMade({ userName: outcome.account.userName, token: outcome.invitation })
        return failureOf(answer, outcome)
      })}
    >
      {text('userName', w.userName, w.userNameHint)}
      <Field name="home" label={w.homeRegion} errors={form.errors}>{() => <RegionField label={w.homeRegion} id={form.values.home} choose={(home) => form.change({ home })} />}</Field>
      {text('title', w.postTitle, w.postTitleHint)}
      {text('titleEn', w.postTitleEn)}
      <FormEnd form={form} send={w.createNow}><button type="button" className="button" onClick={close}>{w.cancel}</button></FormEnd>
    </form>
  )
}
