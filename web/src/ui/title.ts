import { useEffect } from 'react'
import { useCommon } from '../lib/words/index.ts'

/** The document's title: the page, then the product. */
export function useTitle(title: string): void {
  const { product } = useCommon()
  useEffect(() => {
    document.title = `${title} · ${product}`
  }, [title, product])
}
