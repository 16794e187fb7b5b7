interface Person {
  readonly name: string | null
  readonly phone: string | null
}

const maskedName = (name: string): string => `${[...name][0] ?? ''}**`

/** A mobile number keeps its first three and last four digits, another one its last three. */
function maskedPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  if (digits.length === 11 && digits.startsWith('1')) return `${digits.slice(0, 3)}****${digits.slice(-4)}`
  return digits.length < 7 ? '****' : `****${digits.slice(-3)}`
}

/** 王** 138****0001: enough to know whom one has before oneself, too little to find or call them. */
export const masked = <P extends Person>(person: P): P => ({
  ...person, name: person.name === null ? null : maskedName(person.name), phone: person.phone === null ? null : maskedPhone(person.phone),
})
