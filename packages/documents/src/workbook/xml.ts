import { SaxesParser } from 'saxes';
import type { SaxesTagPlain } from 'saxes';
import { damaged } from '../errors.ts';

const MAX_DEPTH = 64;
const MAX_WITHOUT_TAG = 2 ** 20;

export interface XmlHandlers {
  /** `name` without its namespace prefix. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text?(text: string): void;
}

export interface XmlSink {
  write(text: string): void;
  end(): void;
}

const localName = (name: string): string => {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
};

/**
 * A push parser for the parts of a workbook. Document types are refused, so that there are no entities to expand
 * or fetch; depth is bounded. Throws WorkbookError DAMAGED on anything that is not well-formed.
 */
export function xmlSink(handlers: XmlHandlers): XmlSink {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  let depth = 0;
  parser.on('doctype', () => {
    throw damaged('DOCTYPE');
  });
  parser.on('error', () => {
    throw damaged('XML');
  });
  parser.on('opentag', (tag: SaxesTagPlain) => {
    depth += 1;
    if (depth > MAX_DEPTH) throw damaged('XML');
    handlers.open(localName(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag: SaxesTagPlain) => {
    depth -= 1;
    handlers.close(localName(tag.name));
  });
  const { text } = handlers;
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  return {
    write: (chunk) => {
      parser.write(chunk);
    },
    end: () => {
      parser.close();
    },
  };
}

type Decoder = InstanceType<typeof TextDecoder>;

function decoderFor(first: Uint8Array): Decoder {
  if (first[0] === 0xff && first[1] === 0xfe) return new TextDecoder('utf-16le');
  if (first[0] === 0xfe && first[1] === 0xff) return new TextDecoder('utf-16be');
  return new TextDecoder('utf-8');
}

/**
 * Decodes a part into pieces that end with a tag's `>`, so that a piece never cuts through a tag.
 * More than a megabyte without any tag is refused: no cell is that long, and a bomb may be.
 */
export async function* xmlPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  let carried = '';
  let sinceTag = 0;
  for await (const chunk of bytes) {
    decoder ??= decoderFor(chunk);
    const text = carried + decoder.decode(chunk, { stream: true });
    const end = text.lastIndexOf('>') + 1;
    carried = text.slice(end);
    const lastTag = text.lastIndexOf('<');
    sinceTag = lastTag < 0 ? sinceTag + chunk.byteLength : text.length - lastTag;
    if (sinceTag > MAX_WITHOUT_TAG) throw damaged('XML');
    if (end > 0) yield text.slice(0, end);
  }
  if (carried !== '') yield carried;
}

/** Parses a small part whole. */
export async function parseXml(bytes: AsyncIterable<Uint8Array>, handlers: XmlHandlers): Promise<void> {
  const sink = xmlSink(handlers);
  for await (const piece of xmlPieces(bytes)) sink.write(piece);
  sink.end();
}

/** Undoes Excel's way of writing characters that XML cannot hold: _x000D_ is a carriage return. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
