const BROWSERS: readonly (readonly [RegExp, string])[] = [[/MicroMessenger/, '微信'], [/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/QQBrowser/, 'QQ浏览器'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [[/HarmonyOS|OpenHarmony/, 'HarmonyOS'], [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux']]

/** Browser and system in a word each, as the agent says of itself; null where it says neither. */
export function agentIn(agent: string | null): { readonly browser: string; readonly system: string } | null {
  const find = (of: readonly (readonly [RegExp, string])[]) => of.find(([form]) => form.test(agent ?? ''))?.[1]
  const [browser, system] = [find(BROWSERS), find(SYSTEMS)]
  return browser && system ? { browser, system } : null
}
