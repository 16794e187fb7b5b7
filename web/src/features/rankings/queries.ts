import { graphql, type FragmentOf, type ResultOf } from '../../gql/index.ts'

export const figures = graphql(`
  fragment Figures on Metrics @_unmask {
    inspections
    hazardsFoundGeneral
    hazardsFoundMajor
    dueGeneral
    dueMajor
    rectifiedOnTimeGeneral
    rectifiedOnTimeMajor
    overdueOpen
    overdueOpenMajor
    onTimeRate
    rectifiedRate
    reinspectionRate
  }
`)

export const entryFragment = graphql(
  `
    fragment Entry on RankingEntry @_unmask {
      rank
      previousRank
      change
      tied
      comparable
      changedOn
      unrankedBecause
      peerGroup
      region {
        id
        code
        name
        level
        kind
        childLevel
        viewerSectors {
          name
        }
      }
      score {
        total
        shown
        exact
        grade
        sourcesNotInUse
        vetoes {
          clause
          reason
        }
        adjustments {
          points
        }
        groups {
          name
          shown
          points
          maxPoints
          lost
          hidden
        }
        indicators {
          indicator {
            id
            number
          }
          shown
          points
          lost
          maxPoints
          maxPointsShown
          numerator
          denominator
          ratio
          notApplicable
          notApplicableReason
          smallSample
          pooled
          atPeersMean
        }
      }
      metrics @include(if: $figures) {
        ...Figures
      }
      history {
        period
        total
        shown
        rank
      }
    }
  `,
  [figures],
)

export const rankingQuery = graphql(
  `
    query Ranking($region: ID!, $period: Period!, $basis: RankingBasis!, $figures: Boolean!) {
      ranking(region: $region, period: $period, basis: $basis) {
        basis
        asOf
        level
        publication {
          id
          publishedAt
          cutoff
          sha256
          restates {
            id
            publishedAt
          }
        }
        scheme {
          id
          name
          version
          indicators {
            id
            number
            name
            weight
            group {
              name
              weight
            }
          }
        }
        groups {
          name
          weight
        }
        region {
          id
          name
          level
        }
        own {
          metrics {
            ...Figures
          }
        }
        entries(first: 200) {
          totalCount
          nodes {
            ...Entry
          }
        }
      }
      region(id: $region) @include(if: $figures) {
        id
        metrics(period: $period) {
          ...Figures
        }
      }
    }
  `,
  [figures, entryFragment],
)

/** The ranking of the period that it is held against: totals and ranks only. */
export const comparedQuery = graphql(`
  query ComparedRanking($region: ID!, $period: Period!, $basis: RankingBasis!) {
    earlier: ranking(region: $region, period: $period, basis: $basis) {
      scheme {
        id
      }
      entries(first: 200) {
        nodes {
          rank
          peerGroup
          region {
            id
          }
          score {
            shown
          }
        }
      }
    }
  }
`)

/** Where there is no ranking (communities, a month): the figures of what lies below. */
export const figuresQuery = graphql(
  `
    query FiguresBelow($region: ID!, $period: Period!) {
      region(id: $region) {
        id
        level
        metrics(period: $period) {
          ...Figures
          own {
            ...Figures
          }
        }
        children(first: 200) {
          totalCount
          nodes {
            id
            code
            name
            level
            kind
            childLevel
            viewerSectors {
              name
            }
            metrics(period: $period) {
              ...Figures
            }
          }
        }
      }
    }
  `,
  [figures],
)

export const ownScoreQuery = graphql(`
  query OwnScore($region: ID!, $period: Period!, $basis: RankingBasis!) {
    region(id: $region) {
      id
      name
      score(period: $period, basis: $basis) {
        shown
        grade
        unrankedBecause
      }
    }
  }
`)

/** The clauses and, for a region that is no row of the table, the figures. */
export const whyQuery = graphql(`
  query Why($region: ID!, $period: Period!, $number: [Int!]) {
    region(id: $region) {
      id
      score(period: $period) {
        shown
        grade
        unrankedBecause
        groups {
          name
          shown
          maxPoints
          hidden
        }
        adjustments {
          points
          shown
          clause
          on
          basis
        }
        vetoes {
          clause
          reason
        }
        indicators(number: $number) {
          indicator {
            id
            number
            name
            weight
            group {
              name
            }
          }
          clause
          numerator
          denominator
          ratio
          points
          shown
          lost
          maxPoints
          maxPointsShown
          notApplicable
          notApplicableReason
          smallSample
          pooled
          periodDenominator
          atPeersMean
        }
      }
    }
  }
`)

export const recordsQuery = graphql(`
  query WhyRecords($region: ID!, $period: Period!, $number: [Int!], $counted: RecordSide!, $after: String) {
    region(id: $region) {
      id
      score(period: $period) {
        indicators(number: $number) {
          indicator {
            id
          }
          records(counted: $counted, first: 20, after: $after) {
            totalCount
            pageInfo {
              hasNextPage
              endCursor
            }
            edges {
              because
              node {
                __typename
                id
                ... on Hazard {
                  number
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
                  }
                }
                ... on Subject {
                  subjectName: name
                  subjectRegion: region {
                    id
                    name
                  }
                }
              }
            }
          }
        }
      }
    }
  }
`)

export type FiguresRow = ResultOf<typeof figures>
export type Entry = FragmentOf<typeof entryFragment>
export type Ranking = NonNullable<ResultOf<typeof rankingQuery>['ranking']>
export type Compared = NonNullable<ResultOf<typeof comparedQuery>['earlier']>
export type IndicatorWhy = NonNullable<NonNullable<NonNullable<ResultOf<typeof whyQuery>['region']>['score']>['indicators']>[number]
export type ScoreWhy = NonNullable<NonNullable<ResultOf<typeof whyQuery>['region']>['score']>
export type ScoredItem = NonNullable<Entry['score']>['indicators'][number]
export type RecordNode = NonNullable<NonNullable<NonNullable<ResultOf<typeof recordsQuery>['region']>['score']>['indicators'][number]['records']>['edges'][number]['node']
