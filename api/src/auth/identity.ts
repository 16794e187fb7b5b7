/** An office's own identity provider (统一身份认证), as the environment names it. */
export interface OidcOptions {
  /** https, or http on a loopback address. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What its button says; null: 统一身份认证. */
  readonly name: string | null
  /** The address by which browsers reach us, without a path; null: as each request says. */
  readonly publicUrl: string | null
  /** After how many milliseconds the provider counts as not answering; 5 s unless a test says otherwise. */
  readonly timeout?: number
}

/** Whom the provider vouches for: nobody else has the hash, and a person may be told of theirs by the hint. */
export interface Vouched {
  readonly issuer: string
  readonly subjectHash: string
  readonly hint: string
}

export interface IdentityProvider {
  readonly name: string | null
  readonly publicUrl: string | null
  /** Where the browser goes. `afresh`: whoever is signed in there proves it again. @throws StepRefused PROVIDER_DOWN, PROVIDER_WRONG */
  begin(token: string, redirect: string, afresh: boolean): Promise<string>
  /** Whether an answer belongs to what began with the token. */
  answers(token: string, parameters: string): boolean
  /** Whom the answer is about, by the code in it. @throws StepRefused PROVIDER_DOWN, PROVIDER_WRONG, CANCELLED */
  finish(token: string, redirect: string, parameters: string): Promise<Vouched>
}
