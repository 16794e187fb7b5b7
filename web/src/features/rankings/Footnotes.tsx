import type { Ranking } from './queries.ts'
import { useWords } from '../../lib/words/index.ts'
import { words } from './words.ts'

/** What the shades and marks mean, and which sources feed nothing yet. */
export function Footnotes({ ranking }: { ranking: Ranking }) {
  const w = useWords(words)
  const missing = [...new Set(ranking.entries.nodes.flatMap((entry) => entry.score?.sourcesNotInUse ?? []))]
  return (
    <div className="footnotes">
      <p className="legend">
        <span>{w.legend}</span>
        {w.legendSteps.map((word, step) => (
          <span key={word}>
            <i className={`lost-${step}`} />
            {word}
          </span>
        ))}
        <span>• {w.smallSample}</span>
        <span>{w.atPeersMeanMark} {w.atPeersMean}</span>
      </p>
      {missing.length > 0 && (
        <p className="quiet">
          {w.notInUseRest(missing)}
        </p>
      )}
    </div>
  )
}
