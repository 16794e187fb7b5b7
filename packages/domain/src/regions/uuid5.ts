const rounds = new Uint32Array(80)
const state = new Uint32Array(5)

/** One block of SHA-1 (FIPS 180-4) over the sixteen words in `rounds`. Six hundred thousand ids are made at once: it allocates nothing. */
function mixBlock(): void {
  for (let i = 16; i < 80; i += 1) {
    const x = rounds[i - 3]! ^ rounds[i - 8]! ^ rounds[i - 14]! ^ rounds[i - 16]!
    rounds[i] = x << 1 | x >>> 31
  }
  let a = state[0]! | 0, b = state[1]! | 0, c = state[2]! | 0, d = state[3]! | 0, e = state[4]! | 0
  for (let i = 0; i < 80; i += 1) {
    const mixed = i < 20 ? (b & c | ~b & d) + 0x5a827999 : i < 40 ? (b ^ c ^ d) + 0x6ed9eba1
      : i < 60 ? (b & c | b & d | c & d) + 0x8f1bbcdc : (b ^ c ^ d) + 0xca62c1d6
    const next = (a << 5 | a >>> 27) + mixed + e + rounds[i]! | 0
    e = d; d = c; c = b << 30 | b >>> 2; b = a; a = next
  }
  state[0]! += a; state[1]! += b; state[2]! += c; state[3]! += d; state[4]! += e
}

/** SHA-1 of bytes into `state`, here only for the names of RFC 9562; it protects nothing. */
function sha1(bytes: Uint8Array): void {
  state.set([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0])
  const blocks = (bytes.length + 8 >> 6) + 1
  for (let block = 0; block < blocks; block += 1) {
    for (let i = 0; i < 16; i += 1) {
      let word = 0
      for (let at = (block * 16 + i) * 4, k = 0; k < 4; k += 1, at += 1) word = word << 8 | (at < bytes.length ? bytes[at]! : at === bytes.length ? 0x80 : 0)
      rounds[i] = word
    }
    if (block === blocks - 1) rounds[15] = bytes.length * 8
    mixBlock()
  }
}

const hex8 = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')

/** UUIDs of version 5 (RFC 9562) in a namespace: the same name gives the same id on every machine. */
export function uuid5In(namespace: string): (name: string) => string {
  const prefix = Uint8Array.from(namespace.replaceAll('-', '').match(/../g)!, (pair) => Number.parseInt(pair, 16))
  const encoder = new TextEncoder()
  return (name) => {
    const text = encoder.encode(name)
    const bytes = new Uint8Array(prefix.length + text.length)
    bytes.set(prefix)
    bytes.set(text, prefix.length)
    sha1(bytes)
    const second = hex8(state[1]! & 0xffff0fff | 0x5000)
    const third = hex8(state[2]! & 0x3fffffff | 0x80000000)
    return `${hex8(state[0]!)}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${hex8(state[3]!)}`
  }
}
