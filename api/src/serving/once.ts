/**
 * Says whether something is news: of what goes by one of the same keys, once in `ms`. At most `most` keys are kept, the oldest
 * are forgotten first. Counts in this process.
 */
export function onceIn(ms: number, most = 10_000): (keys: readonly string[], now?: number) => boolean {
  const told = new Map<string, number>()
  return (keys, now = Date.now()) => {
    if (keys.some((key) => now - (told.get(key) ?? -Infinity) < ms)) return false
    for (const key of keys) {
      told.delete(key)
      told.set(key, now)
    }
    for (const key of told.keys()) {
      if (told.size <= most) break
      told.delete(key)
    }
    return true
  }
}

const QUARTER = 15 * 60_000
/** Of tries that fail whatever they say, which anybody can send without end: one line of the second log. */
export const isNews = onceIn(QUARTER)
