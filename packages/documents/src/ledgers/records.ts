import type { HazardLevel, RiskGrade, SubjectStatus } from '@anwang/domain';
import type { RegionLevel } from '@anwang/domain/regions';
import type { Day, Span } from './days.ts';

/** Where a record lies, in the ledger's own words; `findPlace` resolves it. */
export interface PlaceText {
  /** The cells from county to village joined: 濮阳县柳屯镇. */
  readonly text: string;
  readonly county: string | null;
  readonly street: string | null;
  readonly village: string | null;
  /** Taken from the row's cells, else from the section above it, the sheet's name, or 填报单位. */
  readonly from: 'CELLS' | 'SECTION' | 'SHEET' | 'REPORTING_UNIT';
  /** Where the cells name a place: what the section, sheet or 填报单位 says beside it. It tells namesakes apart. */
  readonly context: string | null;
}

export interface FirmText {
  readonly name: string;
  readonly contact: string | null;
  readonly phones: readonly string[];
  readonly address: string | null;
}

/** A row of 隐患排查整改台账 or 督导问题清单. */
export interface HazardRow {
  readonly kind: 'HAZARD';
  /** The ledger's own 编号, its identity where given; 序号 is none. null where one number is merged over several rows. */
  readonly number: string | null;
  readonly place: PlaceText | null;
  readonly firm: FirmText;
  readonly checkedOn: Day;
  readonly inspectingUnit: string | null;
  readonly inspectors: string | null;
  readonly description: string;
  readonly level: HazardLevel | null;
  readonly responsible: string | null;
  readonly measures: string | null;
  readonly fundsYuan: number | null;
  /** As typed, where no amount is named: 企业自筹. */
  readonly fundsText: string | null;
  readonly dueOn: Day | null;
  /** 立即整改: due the day it was found. */
  readonly immediate: boolean;
  readonly plan: string | null;
  readonly regulator: string | null;
  readonly regulatorPerson: string | null;
  readonly rectifyingUnit: string | null;
  readonly progress: string | null;
  readonly rectified: boolean | null;
  readonly rectifiedOn: Day | null;
  readonly reinspector: string | null;
  /** 复查时间 or 整改确认日期. */
  readonly reinspectedOn: Day | null;
  readonly closed: boolean | null;
  readonly closedOn: Day | null;
  readonly gridWorker: string | null;
  readonly section: string | null;
  readonly note: string | null;
}

export interface EnterpriseRow {
  readonly kind: 'ENTERPRISE';
  readonly name: string;
  readonly creditCode: string | null;
  readonly place: PlaceText | null;
  readonly address: string | null;
  readonly category: string | null;
  readonly industryCode: string | null;
  readonly sectorName: string | null;
  readonly size: string | null;
  readonly employees: number | null;
  /** As typed, where it is no number: 若干. */
  readonly employeesText: string | null;
  readonly status: SubjectStatus | null;
  readonly leaderName: string | null;
  readonly leaderPhones: readonly string[];
  readonly safetyOfficer: string | null;
  readonly riskGrade: RiskGrade | null;
  readonly majorHazardSource: boolean | null;
  /** As typed where it says more than yes or no: 四级. */
  readonly majorHazardSourceText: string | null;
  readonly standardization: string | null;
  readonly regulator: string | null;
  readonly supervisingLevel: RegionLevel | null;
  readonly responsibleLeader: string | null;
  readonly gridWorker: string | null;
  readonly section: string | null;
  readonly note: string | null;
}

/** Counts are the ledger's own, kept as reported: without records behind them they enter no metric. */
export interface EnforcementRow {
  readonly kind: 'ENFORCEMENT';
  readonly dates: Span;
  readonly category: string | null;
  readonly name: string;
  readonly creditCode: string | null;
  readonly place: PlaceText | null;
  readonly drawn: boolean | null;
  readonly reinspection: boolean | null;
  readonly violations: number | null;
  readonly general: number | null;
  readonly major: number | null;
  readonly listed: number | null;
  readonly documents: readonly { readonly label: string; readonly count: number }[];
  readonly rectified: number | null;
  readonly finesYuan: number | null;
  readonly finesPaidYuan: number | null;
  readonly officerNumbers: readonly string[];
  readonly inspectionCode: string | null;
  readonly section: string | null;
  readonly note: string | null;
}

export type LedgerRecord = HazardRow | EnterpriseRow | EnforcementRow;
