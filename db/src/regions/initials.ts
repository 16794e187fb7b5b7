import { pinyin } from 'pinyin-pro'

/** Pinyin initials in lower case, digits kept, everything else left out: 柳屯镇 is `ltz`. A character of several readings takes the one of its word (重庆 `cq`). */
export const initialsOf = (name: string): string =>
  pinyin(name, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toLowerCase().replaceAll(/[^a-z0-9]/g, '')
