import { graphql, type ResultOf } from '../../gql/index.ts'

const headline = graphql(`
  fragment Headline on Metrics @_unmask {
    inspections
    hazardsFoundGeneral
    hazardsFoundMajor
    overdueOpen
    overdueOpenMajor
    onTimeRate
    reinspectionRate
  }
`)

export const listed = graphql(`
  fragment ListedHazard on Hazard @_unmask {
    id
    description
    level
    state
    foundOn
    dueOn
    overdueDays
    subject {
      id
      name
    }
    region {
      id
      name
      ancestors {
        id
        name
      }
    }
  }
`)

export const overviewQuery = graphql(
  `
    query Overview($region: ID!, $period: Period!, $previous: Period!, $previousSpan: Period!, $lastYear: Period!, $scored: Boolean!) {
      region(id: $region) {
        id
        level
        now: metrics(period: $period) {
          ...Headline
          own {
            overdueOpen
            overdueOpenMajor
            onTimeRate
            hazardsFoundGeneral
            hazardsFoundMajor
          }
        }
        previous: metrics(period: $previous) {
          ...Headline
          own {
            overdueOpen
          }
        }
        previousSpan: metrics(period: $previousSpan) {
          ...Headline
        }
        lastYear: metrics(period: $lastYear) {
          ...Headline
        }
        children(first: 200) {
          nodes {
            id
            code
            name
            level
            viewerSectors {
              name
            }
            now: metrics(period: $period) {
              ...Headline
            }
            previous: metrics(period: $previous) {
              overdueOpen
            }
          }
        }
      }
      ranking(region: $region, period: $period) @include(if: $scored) {
        entries(first: 200) {
          nodes {
            rank
            unrankedBecause
            region {
              id
            }
            score {
              shown
            }
          }
        }
      }
      # What is overdue now, whatever the period: what a leader chases today.
      oldest: hazards(filter: { accountable: $region, overdue: true }, orderBy: { field: OVERDUE_DAYS, direction: DESC }, first: 4) {
        totalCount
        nodes {
          ...ListedHazard
        }
      }
      majors: hazards(filter: { accountable: $region, level: [MAJOR], state: [REGISTERED, RECTIFYING, SUBMITTED] }, orderBy: { field: DUE_ON, direction: ASC }, first: 4) {
        totalCount
        nodes {
          ...ListedHazard
        }
      }
    }
  `,
  [headline, listed],
)

const monthFigures = graphql(`
  fragment MonthFigures on Metrics @_unmask {
    hazardsFoundGeneral
    hazardsFoundMajor
    onTimeRate
    overdueOpen
    overdueOpenMajor
  }
`)

/** Twelve months in one operation. */
export const monthsQuery = graphql(
  `
    query Months($region: ID!, $m0: Period!, $m1: Period!, $m2: Period!, $m3: Period!, $m4: Period!, $m5: Period!, $m6: Period!, $m7: Period!, $m8: Period!, $m9: Period!, $m10: Period!, $m11: Period!) {
      region(id: $region) {
        id
        m0: metrics(period: $m0) {
          ...MonthFigures
        }
        m1: metrics(period: $m1) {
          ...MonthFigures
        }
        m2: metrics(period: $m2) {
          ...MonthFigures
        }
        m3: metrics(period: $m3) {
          ...MonthFigures
        }
        m4: metrics(period: $m4) {
          ...MonthFigures
        }
        m5: metrics(period: $m5) {
          ...MonthFigures
        }
        m6: metrics(period: $m6) {
          ...MonthFigures
        }
        m7: metrics(period: $m7) {
          ...MonthFigures
        }
        m8: metrics(period: $m8) {
          ...MonthFigures
        }
        m9: metrics(period: $m9) {
          ...MonthFigures
        }
        m10: metrics(period: $m10) {
          ...MonthFigures
        }
        m11: metrics(period: $m11) {
          ...MonthFigures
        }
      }
    }
  `,
  [monthFigures],
)

export type MonthFigures = ResultOf<typeof monthFigures>
export type Overview = ResultOf<typeof overviewQuery>
export type Headline = NonNullable<NonNullable<Overview['region']>['lastYear']>
export type ListedHazard = ResultOf<typeof listed>
