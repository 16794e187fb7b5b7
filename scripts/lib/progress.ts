const began = performance.now()

/** One line of progress with the seconds since the start. */
export function log(line: string): void {
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`)
}

export const fail = (line: string): void => console.error(line)

/** Runs something that may take long: says so after two seconds and then every five, so that no one takes it for dead. */
export async function step<T>(name: string, work: Promise<T>): Promise<T> {
  const from = performance.now()
  const seconds = (): string => ((performance.now() - from) / 1000).toFixed(0)
  let timer = setTimeout(function tell() {
    log(`${name} … ${seconds()} s`)
    timer = setTimeout(tell, 5000)
  }, 2000)
  try {
    return await work
  } finally {
    clearTimeout(timer)
  }
}
