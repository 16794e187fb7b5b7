import type { ReactNode } from 'react'
import type { CombinedError } from 'urql'
import { Link } from 'wouter'
import { useAddress } from '../lib/url.ts'
import { useCommon } from '../lib/words/index.ts'
import { Empty } from './Empty.tsx'
import { Failure } from './Failure.tsx'
import { PageSkeleton } from './Skeleton.tsx'

interface Props<T> {
  readonly answer: { readonly data?: object | undefined; readonly error?: CombinedError | undefined; readonly fetching: boolean }
  readonly again: () => void
  readonly record: T | null
  /** What is said where there is none, and the list that leads back. */
  readonly none: { readonly title: string; readonly body: string; readonly back: string; readonly to: string }
  readonly children: (record: T) => ReactNode
}

/** A page of one record by its address: while it loads, where it fails, and where there is none (or the address is malformed). */
export function RecordFrame<T>({ answer: { data, error, fetching }, again, record, none, children }: Props<T>) {
  const c = useCommon()
  const address = useAddress()
  const malformed = error?.graphQLErrors.some((one) => one.extensions['code'] === 'BAD_USER_INPUT')
  if (error && !data && !malformed) return <div className="page"><Failure error={error} retry={again} /></div>
  if (!data && fetching) return <PageSkeleton label={c.loading} />
  if (!record) return <div className="page"><Empty heading title={none.title} action={<Link className="button" href={address(none.to)}>{none.back}</Link>}>{none.body}</Empty></div>
  return children(record)
}
