import type { Failed } from '../../lib/outcome.ts'
import { useFormWords } from '../../lib/words/forms.ts'

export function FailedNote({ failed }: { failed: Failed | null }) {
  const f = useFormWords()
  if (!failed) return null
  return <p className="wrong" role="alert">{failed.kind === 'UNREACHABLE' ? f.unreachable : failed.message || f.failed}</p>
}
