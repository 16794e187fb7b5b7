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
      oldest: hazards(filter: { region: $region, overdue: true }, orderBy: { field: OVERDUE_DAYS, direction: DESC }, first: 4) {
        totalCount
        nodes {
          ...ListedHazard
        }
      }
      majors: hazards(filter: { region: $region, level: [MAJOR], state: [REGISTERED, RECTIFYING, SUBMITTED] }, orderBy: { field: DUE_ON, direction: ASC }, first: 4) {
        totalCount
        nodes {
          ...ListedHazard
        }
      }
    }
  `,
  [headline, listed],
)

export type Overview = ResultOf<typeof overviewQuery>
export type Headline = NonNullable<NonNullable<Overview['region']>['lastYear']>
export type ListedHazard = ResultOf<typeof listed>
