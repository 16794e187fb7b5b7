import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { damaged, tooLarge, WorkbookError } from '../errors.ts';
import type { WorkbookLimits } from './model.ts';

const MAX_ENTRIES = 20_000;

/** The parts of a package by lower-case path. Sizes are as declared; a part that unpacks to more fails while it streams. */
export interface Package {
  has(path: string): boolean;
  size(path: string): number;
  open(path: string): AsyncIterable<Uint8Array>;
  paths(): Iterable<string>;
}

export const encrypted = (): WorkbookError =>
  new WorkbookError('ENCRYPTED', {
    zh: '文件设有打开密码，无法读取。请在 Excel 或 WPS 中取消密码，另存为 .xlsx 后再上传。',
    en: 'The file is protected by a password. Remove the password in Excel or WPS, save it as .xlsx and upload that.',
  });

function directory(bytes: Uint8Array): Promise<{ zip: ZipFile; entries: Map<string, Entry> }> {
  return new Promise((resolve, reject) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    yauzl.fromBuffer(buffer, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) return reject(damaged('zip'));
      const entries = new Map<string, Entry>();
      zip.on('entry', (entry: Entry) => {
        if (entries.size >= MAX_ENTRIES) {
          return reject(tooLarge('文件内部的部件过多', 'The file holds too many parts'));
        }
        entries.set(entry.fileName.toLowerCase().replace(/^\/+/, ''), entry);
        zip.readEntry();
      });
      zip.on('end', () => resolve({ zip, entries }));
      zip.on('error', () => reject(damaged('zip')));
      zip.readEntry();
    });
  });
}

async function* unpack(zip: ZipFile, entry: Entry, limits: WorkbookLimits): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted()) throw encrypted();
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(damaged(entry.fileName)) : resolve(opened)));
  });
  let unpacked = 0;
  try {
    for await (const chunk of stream) {
      const bytes = chunk as Uint8Array;
      unpacked += bytes.byteLength;
      if (unpacked > limits.unpackedBytes) throw unpacksTooFar(limits.unpackedBytes);
      yield bytes;
    }
  } catch (error) {
    throw error instanceof WorkbookError ? error : damaged(entry.fileName);
  }
}

export function unpacksTooFar(bytes: number): WorkbookError {
  const megabytes = Math.round(bytes / 2 ** 20);
  return tooLarge(`文件解压后超过 ${megabytes} MB`, `Unpacked, the file exceeds ${megabytes} MB`);
}

/** Reads the directory of a zip file in memory; unpacks nothing yet. Throws WorkbookError. */
export async function openPackage(bytes: Uint8Array, limits: WorkbookLimits): Promise<Package> {
  const { zip, entries } = await directory(bytes);
  const find = (path: string): Entry => {
    const entry = entries.get(path.toLowerCase());
    if (!entry) throw damaged(path);
    return entry;
  };
  return {
    has: (path) => entries.has(path.toLowerCase()),
    size: (path) => find(path).uncompressedSize,
    open: (path) => unpack(zip, find(path), limits),
    paths: () => entries.keys(),
  };
}
