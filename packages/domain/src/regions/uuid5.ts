/** SHA-1 of bytes (FIPS 180-4), here only for the names of RFC 9562; it protects nothing. */
function sha1(bytes: Uint8Array): Uint32Array {
  const blocks = (bytes.length + 8 >> 6) + 1
  const words = new Uint32Array(blocks * 16)
  bytes.forEach((byte, i) => { words[i >> 2]! |= byte << (24 - (i & 3) * 8) })
  words[bytes.length >> 2]! |= 0x80 << (24 - (bytes.length & 3) * 8)
  words[blocks * 16 - 1] = bytes.length * 8

  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0)
  const w = new Uint32Array(80)
  for (let at = 0; at < words.length; at += 16) {
    let [a, b, c, d, e] = state as unknown as [number, number, number, number, number]
    for (let i = 0; i < 80; i += 1) {
      if (i < 16) w[i] = words[at + i]!
      else { const x = w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!; w[i] = x << 1 | x >>> 31 }
      const [mixed, constant] = i < 20 ? [b & c | ~b & d, 0x5a827999] : i < 40 ? [b ^ c ^ d, 0x6ed9eba1]
        : i < 60 ? [b & c | b & d | c & d, 0x8f1bbcdc] : [b ^ c ^ d, 0xca62c1d6]
      const next = (a << 5 | a >>> 27) + mixed + e + constant + w[i]! | 0
      e = d; d = c; c = b << 30 | b >>> 2; b = a; a = next
    }
    state[0]! += a; state[1]! += b; state[2]! += c; state[3]! += d; state[4]! += e
  }
  return state
}

const encoder = new TextEncoder()

/** A UUID of version 5 (RFC 9562): the same namespace and name give the same id on every machine. */
export function uuid5(namespace: string, name: string): string {
  const prefix = namespace.replaceAll('-', '').match(/../g)!.map((pair) => Number.parseInt(pair, 16))
  const hash = sha1(Uint8Array.of(...prefix, ...encoder.encode(name)))
  const hex = Array.from(hash.subarray(0, 4), (word, i) => {
    const marked = i === 1 ? word & 0xffff0fff | 0x5000 : i === 2 ? word & 0x3fffffff | 0x80000000 : word
    return (marked >>> 0).toString(16).padStart(8, '0')
  }).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
