import { onTimeRate, overdueDays, overdueOpen, overdueOpenMajor, rectifiedRate, reinspectionRate, type MetricName } from '@anwang/domain'
import { builder } from '../../schema/builder.ts'
import { optionalId } from '../../schema/nodes.ts'
import { selects } from '../../schema/selection.ts'
import { Sector, sectorLoader } from '../accounts/schema.ts'
import { Region } from '../regions/schema.ts'
import { allow } from './policy.ts'
import { metricsLoader, type Metrics as Figures } from './service.ts'

export const Metrics = builder.objectRef<Figures>('Metrics')

const counts = {
  inspections: 'inspections', hazardsFoundGeneral: 'hazards_found_general', hazardsFoundMajor: 'hazards_found_major',
  dueGeneral: 'due_general', dueMajor: 'due_major', duePending: 'due_pending',
  rectifiedOnTimeGeneral: 'rectified_on_time_general', rectifiedOnTimeMajor: 'rectified_on_time_major',
  dueGeneralScored: 'due_general_scored', rectifiedOnTimeGeneralScored: 'rectified_on_time_general_scored', acceptedOfFound: 'accepted_of_found',
  reinspectionDue: 'reinspection_due', reinspectedInTime: 'reinspected_in_time', voided: 'voided',
  enterprises: 'enterprises', keyEnterprises: 'key_enterprises', owned: 'owned', hazardSources: 'hazard_sources', hazardSourcesOnline: 'hazard_sources_online',
} as const satisfies Record<string, MetricName>

const rate = (numerator: number | undefined, denominator: number | undefined): number | null => (denominator ? (numerator ?? 0) / denominator : null)

Metrics.implement({
  description: 'Counts of the region and everything below it, by accountability; `own` is what counts at the region itself (本级).',
  fields: (t) => ({
    ...Object.fromEntries(Object.entries(counts).map(([field, metric]) => [field, t.int({ resolve: ({ figures }) => figures[metric] ?? 0 })])),
    overdueOpen: t.int({ description: 'at the end of the period; while it lasts, today', resolve: ({ atEnd }) => overdueOpen(atEnd) }),
    overdueOpenMajor: t.int({ resolve: ({ atEnd }) => overdueOpenMajor(atEnd) }),
    overdueDays: t.int({ description: 'within the period', resolve: (metrics, _args, { clock }) => overdueDays(metrics.period, clock.today(), metrics) }),
    onTimeRate: t.float({ nullable: true, description: '按期整改率; null without a hazard due', resolve: ({ figures }) => onTimeRate(figures) }),
    dueOnTimeRateMajor: t.float({ nullable: true, resolve: ({ figures }) => rate(figures.rectified_on_time_major, figures.due_major) }),
    rectifiedRate: t.float({ nullable: true, description: '整改率, shown and never scored', resolve: ({ figures }) => rectifiedRate(figures) }),
    reinspectionRate: t.float({ nullable: true, description: '到期复查率', resolve: ({ figures }) => reinspectionRate(figures) }),
    own: t.field({ type: Metrics, nullable: true, resolve: ({ own }) => own }),
  }),
})

builder.objectFields(Region, (t) => ({
  viewerSectors: t.field({
    type: [Sector], nullable: true, description: 'The sectors that the figures of the region, as the viewer sees them, are of; scores are of all. null: all, or no figures.',
    resolve: async (region, _args, context) => {
      const sectors = allow.seeSectors(context.scope(), region.path)
      return sectors && (await context.once(sectorLoader).all).filter((sector) => sectors.includes(sector.id))
    },
  }),
  metrics: t.field({
    type: Metrics, nullable: true, description: "null outside the viewer's scope",
    args: { period: t.arg({ type: 'Period', required: true }), sector: t.arg.id() },
    resolve: (region, args, context, info) =>
      context.once(metricsLoader).load({ region, period: args.period, sectorId: optionalId('Sector', args.sector, 'sector'), own: selects(info, 'own') }),
  }),
}))
