import { recordAudit, type Tx } from '@anwang/db'
import type { ErasureGround } from '@anwang/domain/personal'
import type { Context } from '../../context.ts'
import { Conflict, Forbidden, NotFound, ValidationError } from '../../schema/errors.ts'
import { deleteBatch } from '../imports/store/batches.ts'
import { eraseFromRows, ledgersWith, type LedgersWith } from '../imports/store/erase.ts'
import { inWords } from '../subjects/service.ts'
import { allow, erasingPaths } from './policy.ts'
import { erasePeople, peopleWith, personAt, subjectsOf, type PersonAt } from './store.ts'

/** Shorter ones are no telephone numbers, and longer ones none either. */
const [FEWEST, MOST] = [7, 15]

/** The digits of a typed number; null where it is none. */
export function digitsOf(phone: string): string | null {
  const digits = phone.normalize('NFKC').replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '')
  return digits.length >= FEWEST && digits.length <= MOST ? digits : null
}

export interface Found {
  readonly people: readonly PersonAt[]
  readonly ledgers: LedgersWith
}

const NO_LEDGERS: LedgersWith = { open: [], landed: [], landing: false }

/** Where somebody with the number is kept, as far as the viewer answers for it. */
async function foundBy(tx: Tx, context: Context, digits: string): Promise<Found> {
  const paths = erasingPaths(context.viewer)
  return { people: await peopleWith(tx, paths, digits), ledgers: await ledgersWith(tx, paths, digits) }
}

const words = {
  forbidden: { zh: '删除个人信息由所在区域的安委办办理', en: 'Personal data is erased by the committee office of the area' },
  phone: { zh: '请填写完整的电话号码', en: 'Type the whole telephone number' },
  one: { zh: '请指定一位联系人或一个电话号码', en: 'Name one person, or one telephone number' },
  none: { zh: '没有这位联系人，或不在您的权限范围内', en: 'There is no such person, or they lie outside your scope' },
  nobody: { zh: '您的权限范围内没有保存这个号码', en: 'Nobody with that number is kept within your scope' },
  changed: { zh: '查找之后情况有变，请重新确认', en: 'It changed since it was looked up: confirm again' },
  landing: { zh: '有台账正在导入，请等它完成后再删除', en: 'A ledger is being imported: erase when it is done' },
} as const

/** Looks a person up by number, for whoever may erase them; the second log tells that somebody did, not by which. @throws Forbidden, ValidationError */
export async function search(context: Context, phone: string): Promise<Found> {
  context.scope()
  if (!allow.search(context.viewer)) throw new Forbidden('NOT_YOURS', inWords(context, words.forbidden))
  const digits = digitsOf(phone)
  if (digits === null) throw new ValidationError('NOT_A_PHONE', inWords(context, words.phone), ['phone'])
  const found = await foundBy(await context.read(), context, digits)
  context.note({ kind: 'PERSONAL_DATA', action: 'personalData', rows: found.people.length })
  return found
}

export interface Erasure {
  readonly contactId: string | null
  readonly phone: string | null
  readonly ground: ErasureGround
  readonly expected: number
}
export interface Erased {
  readonly contacts: number
  readonly ledgers: number
}

async function toErase(tx: Tx, context: Context, { contactId, phone }: Erasure): Promise<Found & { digits: string | null; about: PersonAt | null }> {
  if ((contactId === null) === (phone === null)) throw new ValidationError('ONE_OF_BOTH', inWords(context, words.one), ['input', 'contact'])
  if (contactId !== null) {
    const person = await personAt(tx, contactId)
    if (!person) throw new NotFound('NOT_FOUND', inWords(context, words.none), ['input', 'contact'])
    if (!allow.erase(context.viewer, person)) throw new Forbidden('NOT_YOURS', inWords(context, words.forbidden))
    return { people: [person], ledgers: NO_LEDGERS, digits: null, about: person }
  }
  if (!allow.search(context.viewer)) throw new Forbidden('NOT_YOURS', inWords(context, words.forbidden))
  const digits = digitsOf(phone!)
  if (digits === null) throw new ValidationError('NOT_A_PHONE', inWords(context, words.phone), ['input', 'phone'])
  return { ...await foundBy(tx, context, digits), digits, about: null }
}

/** Which number a request is about, without the number: a plain hash of a telephone number is as good as the number, so it is by the secret key. @throws Error where the server has no key */
function numberAsked({ secrets }: Context, phone: string | null): string | null {
  if (phone === null) return null
  if (!secrets) throw new Error('a number is erased by a server that has its secret key')
  return secrets.digest('erased number', digitsOf(phone) ?? phone)
}

const TARGETS = { subject: 'Subject', hazard: 'Hazard', inspection: 'Inspection' } as const

/**
 * Erases one person at one record, or everybody with a number and the cells of ledgers that hold it; ledgers of which nothing has
 * landed go whole. The second log tells how many, at which subjects and on what ground, in the same transaction. @throws Forbidden, NotFound, ValidationError, Conflict
 */
export async function erase(context: Context, idempotencyKey: string, erasure: Erasure): Promise<Erased> {
  context.scope()
  const { contactId, ground, expected } = erasure
  return context.write({ idempotencyKey, request: ['erasePersonalData', { contactId, phone: numberAsked(context, erasure.phone), ground, expected }] }, async (tx) => {
    const { people, ledgers, digits, about } = await toErase(tx, context, erasure)
    const count = ledgers.open.length + ledgers.landed.length
    if (ledgers.landing) throw new Conflict('LANDING', inWords(context, words.landing))
    if (people.length + count === 0) throw new NotFound('NOT_FOUND', inWords(context, words.nobody), ['input', 'phone'])
    if (people.length + count !== expected) throw new Conflict('CHANGED', inWords(context, words.changed), ['input', 'expected'])
    const subjects = await subjectsOf(tx, people)
    const contacts = await erasePeople(tx, people.map(({ id }) => id))
    for (const id of ledgers.open) await deleteBatch(tx, id)
    if (digits !== null) await eraseFromRows(tx, ledgers.landed, digits)
    await recordAudit(tx, [{
      kind: 'PERSONAL_DATA', action: 'erasePersonalData', accountId: context.viewer!.id, address: context.address, rows: contacts, target: about ? TARGETS[about.ownerKind] : null, targetId: about?.ownerId ?? null,
      details: { ground, ...(subjects.length > 0 && { subjects }), ...(count > 0 && { ledgers: count }) },
    }])
    return { contacts, ledgers: count }
  })
}
