import { addDays, firstOfMonth, monthNumber, type Day } from '@anwang/domain/time'

export type RangeName = 'THIRTY_DAYS' | 'MONTH_SO_FAR' | 'YEAR_SO_FAR' | 'REPORTING_MONTH'

/** Stretches of days that offices ask for, both ends included; the reporting month runs from the 26th to the 25th and is the last one that has ended. */
export function rangesOf(today: Day): { name: RangeName; from: Day; to: Day }[] {
  const month = monthNumber(today)
  const last = Number(today.slice(8)) > 25 ? month : month - 1
  return [
    { name: 'MONTH_SO_FAR', from: firstOfMonth(month), to: today },
    { name: 'YEAR_SO_FAR', from: `${today.slice(0, 4)}-01-01`, to: today },
    { name: 'THIRTY_DAYS', from: addDays(today, -29), to: today },
    { name: 'REPORTING_MONTH', from: addDays(firstOfMonth(last - 1), 25), to: addDays(firstOfMonth(last), 24) },
  ]
}
