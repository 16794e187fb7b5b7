import { Component, type ReactNode } from 'react'
import { Failure } from '../ui/Failure.tsx'

/** Catches what a page throws: a part that could not be fetched after a new version came, or a fault of ours. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <div className="alone">
        <Failure error={error} retry={() => window.location.reload()} />
      </div>
    )
  }
}
