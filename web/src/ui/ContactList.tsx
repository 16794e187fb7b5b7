import type { ReactNode } from 'react'
import { DASH } from '../lib/format.ts'
import { useLanguage } from '../lib/language.ts'

interface Contact {
  readonly role: string
  readonly name: string | null
  readonly phone: string | null
}

const ROLES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  PRINCIPAL: ['主要负责人', 'Person in charge'], LEADER: ['主要负责人', 'Person in charge'], SAFETY_OFFICER: ['安全员', 'Safety officer'], CONTACT: ['联系人', 'Contact'], INSPECTOR: ['检查人员', 'Inspector'], OFFICER: ['执法人员', 'Officer'], GRID_WORKER: ['网格员', 'Grid worker'],
  RESPONSIBLE: ['整改责任人', 'Responsible'], RESPONSIBLE_LEADER: ['包保领导', 'Bonded leader'], REINSPECTOR: ['复查人', 'Re-inspector'], REGULATOR: ['监管责任人', 'Regulator'],
}

/** Names and telephone numbers as the viewer may see them; a whole number can be called. `acts`: what can be done with each. */
export function ContactList({ contacts, acts = [] }: { contacts: readonly Contact[]; acts?: readonly ReactNode[] }) {
  const language = useLanguage()
  return (
    <dl className="dl">
      {contacts.map((one, i) => (
        <div key={i} style={{ display: 'contents' }}>
          <dt>{ROLES[one.role]?.[language === 'zh' ? 0 : 1] ?? one.role}</dt>
          <dd>
            {one.name ?? DASH} {one.phone && (/^[\d\s+-]+$/.test(one.phone) ? <a href={`tel:${one.phone.replace(/\s/g, '')}`}>{one.phone}</a> : one.phone)} {acts[i]}
          </dd>
        </div>
      ))}
    </dl>
  )
}
