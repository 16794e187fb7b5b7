import { describe, expect, test } from 'vitest'
import { changesOf, emptySubject, problemsOf, valuesOf, type Registered, type Values } from './form.ts'

const subject: Registered = {
  kind: 'ENTERPRISE', name: '柳屯木器厂', creditCode: null, region: { id: 'R', level: 'STREET' }, supervisedAt: 'COUNTY', sector: { id: 'S' }, riskGrade: 'BLUE', status: 'OPERATING', key: false,
  assigned: ['PRIMARY', 'TERRITORIAL'], hazardSources: 1, hazardSourcesOnline: 0, standardized: false, supervisionModeSet: true,
  contacts: [{ role: 'PRINCIPAL', name: '王某某', phone: '10000000001' }, { role: 'SAFETY_OFFICER', name: '李某某', phone: null }],
}

describe('of a change only what differs is sent', () => {
  test.each<[Partial<Values>, object]>([
    [{}, {}],
    [{ name: ' 柳屯木器厂 ', leader: '王某某 ' }, {}],
    [{ status: 'SUSPENDED' }, { status: 'SUSPENDED' }],
    [{ riskGrade: '', sector: '' }, { riskGrade: null, sector: null }],
    [{ assigned: 'TERRITORIAL,PRIMARY,SECTOR' }, { assigned: ['TERRITORIAL', 'SECTOR', 'PRIMARY'] }],
    [{ region: 'Q' }, { region: 'Q', supervisedAt: 'COUNTY' }],
    [{ supervisedAt: '' }, { supervisedAt: 'STREET' }],
    [{ phone: '' }, { contacts: [{ role: 'PRINCIPAL', name: '王某某', phone: null }, { role: 'SAFETY_OFFICER', name: '李某某', phone: null }] }],
  ])('%j', (changes, sent) => expect(changesOf(subject, { ...valuesOf(subject), ...changes }, 'STREET')).toEqual(sent))
})

test.each<[Partial<Values>, string[]]>([
  [{}, ['name', 'region']],
  [{ name: '厂', region: 'R', creditCode: '91410900MA0000000X' }, ['creditCode']],
  [{ name: '厂', region: 'R', hazardSources: '1', hazardSourcesOnline: '2' }, ['hazardSourcesOnline']],
  [{ name: '厂', region: 'R', hazardSources: '-1' }, ['hazardSources', 'hazardSourcesOnline']],
])('%j is refused at %j', (values, names) => expect(Object.keys(problemsOf({ ...emptySubject, ...values }, 'zh'))).toEqual(names))
