import { Link, useLocation } from 'wouter'
import { useQueryState, useAddress } from '../lib/url.ts'
import { useCommon } from '../lib/words/index.ts'
import { Icon } from '../ui/Icon.tsx'
import { Popover } from '../ui/Popover.tsx'
import { RegionFinder } from './RegionFinder.tsx'
import { regionParam, useHere } from './session.ts'

/** The way from the province down to the region, which is also the switch. */
export function RegionSwitch() {
  const w = useCommon()
  const [path] = useLocation()
  const address = useAddress()
  const [, change] = useQueryState()
  const { region } = useHere()
  const above = region.ancestors.filter((one) => one.level !== 'COUNTRY')
  return (
    <nav className="crumbs" aria-label={w.region}>
      {above.map((one) => (
        <span key={one.id} className="crumb">
          <Link href={address(path, { region: regionParam(one) })}>{one.name}</Link>
          <Icon name="right" size={14} />
        </span>
      ))}
      <Popover className="button quiet-button here" name={`${w.chooseRegion}: ${region.name}`} label={<><b>{region.name}</b><Icon name="down" size={16} /></>}>
        {({ close }) => (
          <RegionFinder
            region={region}
            choose={(chosen) => {
              close()
              change({ region: regionParam(chosen), after: null }, { push: true })
            }}
          />
        )}
      </Popover>
    </nav>
  )
}
