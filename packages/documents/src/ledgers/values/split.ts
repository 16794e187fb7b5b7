import { tidy } from '../text.ts';

const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳';
const CHINESE = '一二三四五六七八九十';

interface Marker {
  readonly at: number;
  readonly length: number;
  readonly number: number;
}

/** Ways of numbering; each finds its markers where a number may stand: at the start or after a break, never inside 1.5米. */
const STYLES: readonly RegExp[] = [
  /(?<![\d０-９.．])([0-9０-９]{1,2})\s*(?:[、，]|[.．](?![0-9０-９])|[)）])/g,
  /[(（]\s*([0-9０-９]{1,2})\s*[)）]/g,
  new RegExp(`([${CIRCLED}])`, 'g'),
  new RegExp(`(?<=^|[\\n；;。:：])([${CHINESE}])(?:是|、)`, 'g'),
  new RegExp(`[(（]([${CHINESE}])[)）]`, 'g'),
];

function numberOf(mark: string): number {
  const circled = CIRCLED.indexOf(mark);
  if (circled >= 0) return circled + 1;
  const chinese = CHINESE.indexOf(mark);
  return chinese >= 0 ? chinese + 1 : Number(mark.normalize('NFKC'));
}

/** The run 1, 2, 3, … among the markers of one style, from the first 1 on. */
function run(text: string, style: RegExp): Marker[] {
  const found: Marker[] = [];
  for (const match of text.matchAll(style)) {
    const number = numberOf(match[1] ?? '');
    if (number === found.length + 1) found.push({ at: match.index, length: match[0].length, number });
  }
  return found;
}

const trimPart = (text: string): string => tidy(text).replace(/^[、，,.．\s]+/, '').replace(/[；;，,。\s]+$/, '');

/**
 * Several hazards numbered in one cell: 1．… 2．…, 1、… 2、…, ①…②…, 一是…；二是…. Words before the first number go with
 * every part, unless they only announce it (检查发现如下问题：). Words before the first number go with
 * every part where they end in a colon. null where the text is not a run of at least two.
 */
export function splitNumbered(text: string): string[] | null {
  for (const style of STYLES) {
    const markers = run(text, style);
    if (markers.length < 2) continue;
    const lead = text.slice(0, markers[0]?.at ?? 0).trim();
    if (lead !== '' && !/[:：；;。\n]$/.test(lead)) continue;
    const parts = markers.map((marker, index) =>
      trimPart(text.slice(marker.at + marker.length, markers[index + 1]?.at ?? text.length)),
    );
    const common = /发现|存在|问题|隐患|如下/.test(lead) ? '' : lead;
    if (parts.every((part) => part !== '')) return parts.map((part) => common + part);
  }
  return null;
}

/** The text without a lone number at its start: “1、灭火器过期” is one hazard. */
export function withoutNumber(text: string): string {
  return text.replace(/^\s*(?:[(（]?[0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[、.．](?![0-9０-９])|[①-⑳])\s*/, '').trim();
}
