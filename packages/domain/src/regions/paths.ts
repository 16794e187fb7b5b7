import { uuid5In } from './uuid5.ts'

const idOfPath = uuid5In('5f0c1d2e-6a41-5b0e-9d3a-410900000000')

/** Every installation gives the region at a path the same id: the UUID (version 5) of the path. */
export const regionId = (path: string): string => idOfPath(path)

/**
 * The half-open range of paths, in "C" order, that holds a region and everything below it: [`41/09/`, `41/090`), as
 * '0' follows '/'. The country holds everything that begins with a digit or a letter.
 */
export const subtreeRange = (path: string): readonly [from: string, to: string] =>
  path === '' ? ['', '~'] : [path, `${path.slice(0, -1)}0`]

/** Whether `path` is `top` or lies below it. */
export const isWithin = (path: string, top: string): boolean => path.startsWith(top)

/** The paths above, the country ('') first. */
export function ancestorPaths(path: string): string[] {
  if (path === '') return []
  const segments = path.split('/').slice(0, -1)
  return segments.map((_, depth) => segments.slice(0, depth).map((segment) => `${segment}/`).join(''))
}

/** The last segment without a year of opening: '28' of `41/09/28-2027/`. */
export const segmentPart = (path: string): string => path.slice(path.lastIndexOf('/', path.length - 2) + 1, -1).split('-')[0]!

/**
 * The path of a region that opens in `year` under `parentPath`. A path never changes and is never used again, so where
 * the code's own part is taken the year of opening is added, and a number if the year is taken too.
 */
export function openPath(parentPath: string, part: string, year: string, isTaken: (path: string) => boolean): string {
  for (let n = 0; ; n += 1) {
    const path = `${parentPath}${part}${n === 0 ? '' : n === 1 ? `-${year}` : `-${year}-${n}`}/`
    if (!isTaken(path)) return path
  }
}
