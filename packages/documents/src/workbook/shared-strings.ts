import { tooLarge } from '../errors.ts';
import { MAX_CELL_CHARACTERS } from './model.ts';
import type { WorkbookLimits } from './model.ts';
import { unescapeText, xmlPieces, xmlSink } from './xml.ts';
import type { Package } from './zip.ts';

/** Looks up a shared string by its index; undefined where there is none. */
export type SharedStrings = (index: number) => string | undefined;

/**
 * Reads the table of shared strings into one buffer of UTF-8 with offsets: half the memory of as many strings,
 * and nothing for the collector to walk.
 */
export async function sharedStrings(pack: Package, path: string | undefined, limits: WorkbookLimits): Promise<SharedStrings> {
  if (path === undefined) return () => undefined;
  if (pack.size(path) > limits.sharedStringBytes) {
    const megabytes = Math.round(limits.sharedStringBytes / 2 ** 20);
    throw tooLarge(`文字内容超过 ${megabytes} MB`, `The texts exceed ${megabytes} MB`);
  }
  let bytes = Buffer.allocUnsafe(2 ** 16);
  let used = 0;
  let offsets = new Uint32Array(2 ** 12);
  let count = 0;
  const keep = (text: string): void => {
    const room = used + text.length * 3;
    if (room > bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(room, bytes.length * 2));
      bytes.copy(larger, 0, 0, used);
      bytes = larger;
    }
    used += bytes.write(text, used, 'utf8');
    count += 1;
    if (count >= offsets.length) {
      const longer = new Uint32Array(offsets.length * 2);
      longer.set(offsets);
      offsets = longer;
    }
    offsets[count] = used;
  };
  let text = '';
  let inText = false;
  let phonetic = false;
  const sink = xmlSink({
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') inText = !phonetic;
    },
    close: (name) => {
      if (name === 'si') keep(unescapeText(text).slice(0, MAX_CELL_CHARACTERS));
      else if (name === 'rPh') phonetic = false;
      else if (name === 't') inText = false;
    },
    text: (piece) => {
      if (inText && text.length <= MAX_CELL_CHARACTERS) text += piece;
    },
  });
  for await (const piece of xmlPieces(pack.open(path))) sink.write(piece);
  sink.end();
  return (index) => {
    const start = offsets[index];
    const end = offsets[index + 1];
    if (!(index >= 0 && index < count) || start === undefined || end === undefined) return undefined;
    return bytes.toString('utf8', start, end);
  };
}
