import { useHere } from '../../app/session.ts'
import { isScored } from '../../lib/periods.ts'
import { download } from '../../lib/rest.ts'
import { useCommon } from '../../lib/words/index.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Popover } from '../../ui/Popover.tsx'
import type { Basis } from './types.ts'

export function ExportMenu({ basis }: { basis: Basis }) {
  const w = useCommon()
  const { region, period } = useHere()
  const excel = () => download(`/export/ranking.xlsx?${new URLSearchParams({ region: region.id, period: period.text, basis })}`)
  return (
    <Popover className="button" align="end" name={w.export} label={<>{w.export}<Icon name="down" size={16} /></>}>
      {({ close }) => (
        <ul className="menu">
          {isScored(period) && region.childLevel !== null && (
            <li>
              <button type="button" onClick={() => { close(); excel() }}>
                <Icon name="download" />{w.exportDownload}
              </button>
            </li>
          )}
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
