import { useQuery } from 'urql'
import { useHere } from '../../app/session.ts'
import { download } from '../../lib/rest.ts'
import { useCommon } from '../../lib/words/index.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { rankingVariables } from './asked.ts'
import type { Against } from './compare.ts'
import { rankingQuery } from './queries.ts'
import type { Basis } from './types.ts'

export function ExportMenu({ basis, against, listed }: { basis: Basis; against: Against | null; listed: boolean }) {
  const w = useCommon()
  return (
    <Popover className="button" align="end" name={w.export} label={<>{w.export}<Icon name="down" size={16} /></>}>
      {({ close }) => (
        <ul className="menu">
          {listed && basis === 'LIVE' && <Workbook close={close} against={against} />}
          <li>
            <button type="button" onClick={() => { close(); setTimeout(() => window.print(), 50) }}>
              <Icon name="print" />{w.print}
            </button>
          </li>
        </ul>
      )}
    </Popover>
  )
}

/** Only where there is a ranking that the viewer may see: the page has asked for it already. */
function Workbook({ close, against }: { close: () => void; against: Against | null }) {
  const w = useCommon()
  const { region, period } = useHere()
  const [{ data }] = useQuery({ query: rankingQuery, variables: rankingVariables({ region, period }, 'LIVE', 'scores'), requestPolicy: 'cache-first' })
  if (data && !data.ranking) return null
  return (
    <li>
      <button
        type="button"
        onClick={() => {
          close()
          download(`/export/ranking.xlsx?${new URLSearchParams({ region: region.id, period: period.text, basis: 'LIVE', ...(against && { compare: against }) })}`)
        }}
      >
        <Icon name="download" />{w.exportDownload}
      </button>
    </li>
  )
}
