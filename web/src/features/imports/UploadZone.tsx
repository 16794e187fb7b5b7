import { useState } from 'react'
import { useLocation } from 'wouter'
import { useLanguage } from '../../lib/language.ts'
import { RefusedError } from '../../lib/rest.ts'
import { useAddress } from '../../lib/url.ts'
import { useWords } from '../../lib/words/index.ts'
import { Icon } from '../../ui/Icon.tsx'
import { refusedAtOnce, uploadLedger } from './upload.ts'
import { words } from './words.ts'

/** Takes a ledger by dropping or choosing it, shows how far it is, and goes on to what was read of it. */
export function UploadZone() {
  const w = useWords(words)
  const language = useLanguage()
  const address = useAddress()
  const [, go] = useLocation()
  const [share, setShare] = useState<number | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const [over, setOver] = useState(false)

  const take = async (file: File | undefined) => {
    if (!file || share !== null) return
    const at = refusedAtOnce(file)
    setRefused(at === 'EMPTY' ? w.emptyFile : at === 'TOO_LARGE' ? w.tooLarge : at === 'WRONG_TYPE' ? w.wrongType : null)
    if (at) return
    setShare(0)
    try {
      const { id } = await uploadLedger(file, language, setShare)
      go(address(`/imports/${encodeURIComponent(id)}`))
    } catch (error) {
      setRefused(error instanceof RefusedError ? error.message || w.notUploaded : w.unreachable)
      setShare(null)
    }
  }
  return (
    <div className="upload">
      {share === null ? (
        <label className={over ? 'upload-zone over' : 'upload-zone'}>
          {/* The field lies over the whole zone: what is dropped on it is chosen. */}
          <input
            type="file" accept=".xlsx,.csv,.txt,.xls,.et" aria-label={w.choose} onDragEnter={() => setOver(true)} onDragLeave={() => setOver(false)}
            onChange={(event) => {
              setOver(false)
              void take(event.target.files?.[0])
              event.target.value = ''
            }}
          />
          <Icon name="imports" size={28} />
          <b>{w.drop}</b>
          <span className="quiet">{w.dropHint}</span>
        </label>
      ) : (
        <div className="upload-zone" role="status">
          <progress max={1} value={share} aria-label={w.uploading(Math.round(share * 100))} />
          <span>{share < 1 ? w.uploading(Math.round(share * 100)) : w.reading}</span>
        </div>
      )}
      {refused && <p className="wrong" role="alert">{refused}</p>}
    </div>
  )
}
