import type { Day, ErrorText } from '@anwang/domain'
import type { Denial } from './policy.ts'

/** Whose move it is; `region` is the one that the hazard counts in. */
export const whose: Readonly<Record<Denial, (region: string) => ErrorText>> = {
  RECTIFIER: () => ({ zh: '由整改责任单位（企业或属地网格员）办理', en: 'For whoever rectifies: the enterprise, or the grid worker in charge' }),
  SUPERVISOR: (region) => ({ zh: `由${region}的安委办、监管部门办理（上级也可）`, en: `For the office or departments that supervise in ${region}, or above` }),
  LEVEL_ABOVE: (region) => ({ zh: `由${region}的上一级办理`, en: `For the level above ${region}` }),
  ABOVE_RANKED: (region) => ({ zh: `由${region}的上级（市级以上）办理，因为它影响计分`, en: `For the city or above, over ${region}: it changes scored figures` }),
  SECOND_SIGNATORY: (region) => ({ zh: `由${region}的另一岗位会签`, en: `For a second post in ${region} to sign` }),
  LISTER: (region) => ({ zh: `由${region}的安委办、监管部门（县级以上）挂牌`, en: `For an office or a department over ${region}, of a county or above` }),
  DELISTER: () => ({ zh: '由挂牌的一级或其上级摘牌', en: 'For the level that listed it, or above' }),
  OWN_SUBMISSION: () => ({ zh: '不能复查自己提交的整改，由另一岗位办理', en: 'Nobody accepts their own submission: another post must' }),
  OWN_REQUEST: () => ({ zh: '不能会签自己的申请，由另一岗位办理', en: 'Nobody countersigns their own request: another post must' }),
}

export const yours = (expected: boolean, dueOn: Day | null): ErrorText => ({
  zh: `${expected ? '等待您办理' : '可以办理'}${dueOn === null ? '' : `，期限${dueOn}`}`,
  en: `${expected ? 'Waiting for you' : 'You may do this'}${dueOn === null ? '' : `, due ${dueOn}`}`,
})

/** A re-inspection that waits for the viewer: by when it counts as in time, or that this day had passed before the submission. */
export const yoursToReinspect = (limit: Day | null, submittedOn: Day | null): ErrorText =>
  limit === null || submittedOn === null || limit >= submittedOn
    ? yours(true, limit)
    : {
        zh: `等待您复查；复查期限${limit}（计分期限后第10天）在${submittedOn}提交前已过，请尽快复查`,
        en: `Waiting for your re-inspection; its limit ${limit} (the 10th day after the scored deadline) had passed before the submission of ${submittedOn}`,
      }

export const refusals = {
  SOURCE_NOT_YOURS: { zh: '您的岗位不能以此来源登记隐患', en: 'Your post does not register hazards of this source' },
  NATURE_NOT_YOURS: { zh: '您的岗位不能记录此性质的检查', en: 'Your post does not record inspections of this nature' },
  MAY_NOT_RECORD: { zh: '您的岗位不能在此登记', en: 'Your post may not record here' },
  INSPECTORS_REQUIRED: { zh: '请填写检查人员（岗位）', en: 'The inspectors (their posts) are missing' },
  TWO_OFFICERS: { zh: '行政检查须由两名以上执法人员进行', en: 'An administrative inspection takes two officers' },
  PROCESS_REQUIRED: { zh: '请填写检查过程', en: 'The course of the inspection is missing' },
  FINDINGS_REQUIRED: { zh: '请填写检查情况：发现的隐患，或说明未发现', en: 'The findings are missing: the hazards found, or that there were none' },
  DUPLICATE_OF_ITSELF: { zh: '隐患不能与自己重复', en: 'A hazard is no duplicate of itself' },
  OWN: { zh: '本级', en: 'Own' },
  NO_SECTOR: { zh: '未分行业', en: 'No sector' },
} as const satisfies Record<string, ErrorText>

export const foundSummary = (descriptions: readonly string[]): string => `发现隐患${descriptions.length}处：${descriptions.join('；')}`
