import type { InspectionNature } from '../inspections/events.ts'
import type { Day } from '../time/index.ts'
import type { Acting } from './acting.ts'
import type { HazardDetails, HazardLevel, HazardPlace, HazardSource, RectificationPlan } from './events.ts'

type Maybe<T> = T | undefined

/** One command per transition. Days are days of Asia/Shanghai. */
export type HazardCommand =
  | (HazardPlace & {
      readonly type: 'register'
      readonly number: string
      readonly description: string
      readonly level: HazardLevel
      readonly source: HazardSource
      readonly foundOn: Day
      /** Default of a general hazard: 15 days after finding, or the day found if corrected on the spot. A major names its own. */
      readonly dueOn?: Maybe<Day>
      readonly inspectionId: string | null
      readonly shownOnly?: Maybe<boolean>
      readonly details?: Maybe<HazardDetails>
      /** Corrected on the spot (当场整改), on the day found: registered, submitted and accepted in one go. */
      readonly onTheSpot?: Maybe<{ readonly measures: string }>
    })
  /** `dueOn` default: the deadline given at registration. `document` default: what the inspection's nature may issue. */
  | { readonly type: 'order'; readonly dueOn?: Maybe<Day>; readonly document?: Maybe<'RECTIFICATION_ORDER' | 'HAZARD_NOTIFICATION'> }
  | { readonly type: 'approveLongDeadline' }
  | { readonly type: 'plan'; readonly plan: RectificationPlan }
  | { readonly type: 'submit'; readonly measures: string }
  | { readonly type: 'accept'; readonly onSite: boolean }
  /** `dueOn`: another deadline in force, while the present one has not passed. */
  | { readonly type: 'reject'; readonly reason: string; readonly dueOn?: Maybe<Day | null> }
  | { readonly type: 'requestExtension'; readonly dueOn: Day; readonly controlMeasures: string }
  /** `dueOn` default: what was asked for. */
  | { readonly type: 'decideExtension'; readonly granted: boolean; readonly dueOn?: Maybe<Day>; readonly reason?: Maybe<string> }
  | {
      readonly type: 'correct'
      readonly reason: string
      readonly level?: Maybe<HazardLevel>
      readonly sectorId?: Maybe<string | null>
      readonly subject?: Maybe<HazardPlace>
      readonly description?: Maybe<string>
      /** Adds what was not stated before; what was, stays. */
      readonly details?: Maybe<HazardDetails>
    }
  | { readonly type: 'transfer'; readonly placeId: string; readonly accountId: string }
  | { readonly type: 'requestVoid'; readonly reason: string; readonly duplicateOf?: Maybe<string | null> }
  | { readonly type: 'countersignVoid' }
  | { readonly type: 'refuseVoid'; readonly reason?: Maybe<string> }
  | { readonly type: 'revisit'; readonly drawn: boolean; readonly recurred: boolean }
  /** `dueOn` default of a general hazard: 15 days after. `revisit`: also records the revisit that found it again. */
  | { readonly type: 'reopen'; readonly reason: string; readonly dueOn?: Maybe<Day>; readonly revisit?: Maybe<{ readonly drawn: boolean }> }
  | { readonly type: 'archive' }
  | { readonly type: 'list'; readonly level: 'PROVINCE' | 'CITY' | 'COUNTY'; readonly dueOn: Day }
  /** The reason is required while the hazard is open. */
  | { readonly type: 'delist'; readonly reason?: Maybe<string> }

export type HazardCommandType = HazardCommand['type']
export type CommandOf<T extends HazardCommandType> = Extract<HazardCommand, { type: T }>

export interface HazardContext extends Acting {
  /** The actor acts for the level above the accountable region. */
  readonly levelAbove?: Maybe<boolean>
  /** The actor holds the post that made the submission now to be decided. */
  readonly holdsSubmittersPost?: Maybe<boolean>
  /** The actor holds the post that asked for the void now to be signed: a second account of it is no second signature. */
  readonly holdsRequestersPost?: Maybe<boolean>
  /** Of the inspection that found the hazard. */
  readonly inspectionNature?: Maybe<InspectionNature | null>
}
