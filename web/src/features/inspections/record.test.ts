import { describe, expect, test } from 'vitest'
import { emptyFinding, emptyRecord, inputOf, problemsOf, type Values } from './record.ts'
import { words } from './words.ts'

const today = '2026-09-30'
const good: Values = { ...emptyRecord(today, '柳屯镇专职网格员'), subjectId: 'S', process: '查看车间和库房', summary: '未发现隐患' }
const wrong = (changes: Partial<Values>, nature = 'GRID_PATROL') => Object.keys(problemsOf({ ...good, ...changes }, nature, today, words.zh, { required: '请填写', badDay: '不是日期' }))

describe('an inspection is refused', () => {
  test.each([
    [{}, []],
    [{ subjectId: '' }, ['subject']],
    [{ startedOn: '2026-10-01' }, ['startedOn']],
    [{ startedOn: '昨天', finishedOn: '2026-02-30' }, ['startedOn', 'finishedOn']],
    [{ finishedOn: '2026-09-29' }, ['finishedOn']],
    [{ inspectors: [{ post: ' ', name: '' }] }, ['inspectors.0.post']],
    [{ process: '', summary: '' }, ['process', 'summary']],
    [{ summary: '', findings: [{ ...emptyFinding, description: '无漏保' }] }, []],
    [{ findings: [emptyFinding, { ...emptyFinding, description: 'a', level: 'MAJOR' as const }] }, ['findings.0.description', 'findings.1.dueOn']],
    [{ findings: [{ ...emptyFinding, description: 'a', onTheSpot: true }] }, ['findings.0.onTheSpotMeasures']],
  ])('%j', (changes, expected) => expect(wrong(changes)).toEqual(expected))

  test('with one officer where two are needed', () => expect(wrong({}, 'ADMINISTRATIVE')).toEqual(['inspectors.0.post']))
})

test('what was corrected on the spot is sent only where it may be', () => {
  const findings = [
    { ...emptyFinding, description: ' 无漏保 ', onTheSpot: true, measures: '已装' },
    { ...emptyFinding, description: '超量储存', level: 'MAJOR' as const, dueOn: '2026-10-10', onTheSpot: true, measures: 'x' },
  ]
  expect(inputOf({ ...good, findings }).findings).toEqual([
    { description: '无漏保', level: 'GENERAL', dueOn: null, onTheSpotMeasures: '已装' },
    { description: '超量储存', level: 'MAJOR', dueOn: '2026-10-10', onTheSpotMeasures: null },
  ])
})
