/** What is not seen: zero-width characters, and marks put on others. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}]/u

export interface Plain {
  /** In half width, without what is not seen. */
  readonly plain: string
  /** For each place in `plain`, and for its end, the place in the text as it was typed. */
  readonly at: readonly number[]
}

/** A text as it reads, whatever it was typed in: NFKC of each character, without what is not seen. */
export function plainOf(text: string): Plain {
  let plain = ''
  const at: number[] = []
  let place = 0
  for (const character of text) {
    if (!UNSEEN.test(character)) {
      const read = character.normalize('NFKC')
      plain += read
      for (let i = 0; i < read.length; i += 1) at.push(place)
    }
    place += character.length
  }
  return { plain, at: [...at, place] }
}

export const plainText = (text: string): string => plainOf(text).plain
