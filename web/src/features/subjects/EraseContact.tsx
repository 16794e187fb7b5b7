import { erasureGrounds, erasureGroundTerms, type ErasureGround } from '@anwang/domain/personal'
import { useEffect, useRef, useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { graphql } from '../../gql/index.ts'
import { useLanguage } from '../../lib/language.ts'
import { failureOf, keysByInput, type Failed } from '../../lib/outcome.ts'
import { useFormWords } from '../../lib/words/forms.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { erasing } from './erase-words.ts'

const found = graphql(`
  query PersonFound($phone: String!) {
    personalData(phone: $phone) {
      contacts
      ledgers
      openLedgers
    }
  }
`)

const erase = graphql(`
  mutation ErasePersonalData($input: ErasePersonalDataInput!) {
    erasePersonalData(input: $input) {
      __typename
      ... on ErasePersonalDataPayload {
        contacts
        ledgers
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

interface Person {
  readonly id: string
  readonly name: string | null
  readonly phone: string | null
}

/** Erases somebody for good, here or wherever the number is kept, once a ground is named and what goes was read. */
export function EraseContact({ person, done }: { person: Person; done: () => void }) {
  const w = useWords(erasing)
  const [open, setOpen] = useState(false)
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open) dialog.current?.showModal()
  }, [open])
  return (
    <>
      <button type="button" className="button small no-print" aria-label={w.eraseOf(person.name ?? person.phone ?? '')} onClick={() => setOpen(true)}>{w.erase}</button>
      {open && (
        <dialog ref={dialog} aria-label={w.title} onClose={() => setOpen(false)}>
          <Asked person={person} close={() => dialog.current?.close()} done={done} />
        </dialog>
      )}
    </>
  )
}

const MAY_BE_A_NUMBER = /\d{3}.*\d{4}/

function Asked({ person, close, done }: { person: Person; close: () => void; done: () => void }) {
  const w = useWords(erasing)
  const c = useCommon()
  const f = useFormWords()
  const language = useLanguage()
  const whole = person.phone !== null && MAY_BE_A_NUMBER.test(person.phone)
  const [{ data }] = useQuery({ query: found, variables: { phone: person.phone ?? '' }, pause: !whole, requestPolicy: 'network-only' })
  const [, mutate] = useMutation(erase)
  const [keyOf] = useState(() => keysByInput())
  const [everywhere, setEverywhere] = useState(false)
  const [ground, setGround] = useState<ErasureGround | ''>('')
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Failed | null>(null)
  const all = data?.personalData ?? null
  const send = async () => {
    setMissing(ground === '')
    if (ground === '' || busy) return
    setBusy(true)
    const input = everywhere && all ? { phone: person.phone, ground, expected: all.contacts + all.ledgers } : { contact: person.id, ground, expected: 1 }
    const answer = await mutate({ input: { ...input, idempotencyKey: keyOf(input) } })
    const failure = failureOf(answer, answer.data?.erasePersonalData)
    setBusy(false)
    setFailed(failure)
    if (failure) return
    close()
    done()
  }
  return (
    <div className="erase-dialog">
      <h2>{w.title}</h2>
      <p>{[person.name, person.phone].filter(Boolean).join(' ')}</p>
      <p>{w.effect}</p>
      {all && all.contacts + all.ledgers > 1 && (
        <fieldset className="erase-where">
          <legend>{w.where}</legend>
          <label><input type="radio" name="where" checked={!everywhere} onChange={() => setEverywhere(false)} />{w.here}</label>
          <label><input type="radio" name="where" checked={everywhere} onChange={() => setEverywhere(true)} />{w.everywhere(all.contacts, all.ledgers)}</label>
          {everywhere && all.openLedgers > 0 && <p className="warning">{w.openLedgers(all.openLedgers)}</p>}
        </fieldset>
      )}
      <div className="form-field">
        <label htmlFor="erase-ground">{w.ground}</label>
        <select id="erase-ground" className="select" value={ground} aria-invalid={missing} aria-describedby={missing ? 'erase-missing' : undefined} onChange={(event) => setGround(erasureGrounds.find((one) => one === event.target.value) ?? '')}>
          <option value="">{f.choose}</option>
          {erasureGrounds.map((one) => <option key={one} value={one}>{erasureGroundTerms[one][language]}</option>)}
        </select>
        {missing && <span className="wrong" id="erase-missing">{f.required}</span>}
      </div>
      {failed && <p className="wrong" role="alert">{failed.kind === 'UNREACHABLE' ? w.unreachable : failed.message || w.failed}</p>}
      <div className="end">
        <button type="button" className="button" onClick={close}>{c.cancel}</button>
        <button type="button" className="button primary" disabled={busy} onClick={() => void send()}>{busy ? f.saving : w.confirm}</button>
      </div>
    </div>
  )
}
