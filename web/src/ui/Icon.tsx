const PATHS = {
  overview: 'M3 10.5 10 4l7 6.5M5 9v8h10V9M8.5 17v-5h3v5',
  rankings: 'M3 17V9h4v8M8 17V4h4v13M13 17v-6h4v6M2 17.5h16',
  overdue: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4.5l3 2',
  hazards: 'M10 3 2.5 16.5h15zM10 8v4M10 14v.5',
  inspections: 'M6 4H4v13h12V4h-2M7 2.5h6v3H7zM7 11l2 2 4-4.5',
  subjects: 'M4 17V4h8v13M12 8h4v9M2.5 17.5h15M6.5 7h3M6.5 10h3M6.5 13h3',
  imports: 'M10 3v9M6.5 8.5 10 12l3.5-3.5M3 13v4h14v-4',
  audit: 'M10 2.5 4 5v4.500c0 4 2.500 6.700 6 8 3.500-1.300 6-4 6-8V5zM7 10l2.200 2.200L13 8',
  more: 'M4 10h.01M10 10h.01M16 10h.01',
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4',
  account: 'M10 3.5a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4zM3.5 17c.6-3.6 3.1-5.2 6.5-5.2s5.900 1.600 6.500 5.200',
  down: 'M5.500 8 10 12.500 14.500 8',
  right: 'M8 5.500 12.500 10 8 14.500',
  left: 'M12 5.500 7.500 10 12 14.500',
  up: 'M5.500 12 10 7.500 14.500 12',
  close: 'M5 5l10 10M15 5 5 15',
  check: 'M4 10.500 8 14.500 16 6',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  print: 'M6 8V3h8v5M6 14H3V8h14v6h-3M6 12h8v5H6z',
  download: 'M10 3v9M6.500 8.500 10 12l3.500-3.500M3.500 16.500h13',
  filter: 'M3 5h14M6 10h8M8.500 15h3',
  calendar: 'M3.500 5h13v12h-13zM3.500 8.500h13M7 3v3.500M13 3v3.500',
  columns: 'M3 4h14v12H3zM8 4v12M13 4v12',
} as const

export type IconName = keyof typeof PATHS

/** A line drawing of 20 × 20 beside a word; alone only within something that has a name. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth={name === 'more' ? 2.6 : 1.5} strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
