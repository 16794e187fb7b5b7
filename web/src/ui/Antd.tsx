import { ConfigProvider, type ConfigProviderProps } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { useLanguage } from '../lib/language.ts'

type Locale = NonNullable<ConfigProviderProps['locale']>

/** antd in the look of interface.md: one accent, hairlines, no shadows, no motion to speak of. */
const theme: NonNullable<ConfigProviderProps['theme']> = {
  token: {
    colorPrimary: '#17386b', colorLink: '#2757a4', colorError: '#b3211b', colorText: '#17202c', colorTextSecondary: '#4b5768', colorTextDescription: '#4b5768',
    colorTextPlaceholder: '#616c7a', colorTextDisabled: '#56616f', colorBorder: '#8793a3', colorBorderSecondary: '#d8dee6', borderRadius: 4, fontSize: 14, controlHeight: 32,
    fontFamily: "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', system-ui, sans-serif",
    boxShadow: 'none', boxShadowSecondary: '0 0 0 1px #b9c3d0', boxShadowTertiary: 'none', motionDurationSlow: '0.15s', motionDurationMid: '0.1s', motionDurationFast: '0.05s',
  },
  components: { Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' }, DatePicker: { cellActiveWithRangeBg: '#e9eff8', cellHoverWithRangeBg: '#dbe6f4', cellRangeBorderColor: '#2757a4', presetsWidth: 208, presetsMaxWidth: 240 } },
}

/**
 * antd's locales are CommonJS: bundlers differ in how many times they wrap them. The calendar's buttons for year and month are
 * called by what they show ("2026年"), not 选择年份, which hides it (WCAG 2.5.3).
 */
function localeIn(found: { default: Locale | { default: Locale } }): Locale {
  const locale = 'locale' in found.default ? found.default : found.default.default
  const { DatePicker } = locale
  return DatePicker ? { ...locale, DatePicker: { ...DatePicker, lang: { ...DatePicker.lang, yearSelect: '', monthSelect: '' } } } : locale
}

/**
 * Around what uses antd's components (forms, uploads). Only in the lazy part of a page: the ranking and the shell do
 * without, so that they load at once. Its words in Chinese come as a part of their own.
 */
export function Antd({ children }: { children: ReactNode }) {
  const language = useLanguage()
  const [locale, setLocale] = useState<Locale>()
  useEffect(() => {
    let wanted = true
    const load = language === 'zh' ? import('antd/locale/zh_CN.js') : import('antd/locale/en_US.js')
    void load.then((found) => wanted && setLocale(localeIn(found)))
    return () => {
      wanted = false
    }
  }, [language])
  return <ConfigProvider theme={theme} {...(locale ? { locale } : {})}>{children}</ConfigProvider>
}
