import { tooLarge } from '../errors.ts';
import type { WorkbookError } from '../errors.ts';
import { openCsv } from './csv.ts';
import { DEFAULT_LIMITS } from './model.ts';
import type { Workbook, WorkbookLimits } from './model.ts';
import { notAWorkbook, oldFormat } from './parts.ts';
import { openXlsx } from './xlsx.ts';
import { encrypted } from './zip.ts';

export * from './model.ts';

export interface OpenOptions {
  /** The name of the file as uploaded: names the sheet of a CSV; never trusted for the format. */
  readonly fileName?: string;
  readonly limits?: Partial<WorkbookLimits>;
}

const OLE = [0xd0, 0xcf, 0x11, 0xe0];
const ZIP = [0x50, 0x4b];

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, at) => bytes[at] === byte);

/** A compound file is either an encrypted .xlsx or a workbook of the nineties; its directory names tell which. */
function compoundFile(bytes: Uint8Array): WorkbookError {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const holds = (name: string): boolean => buffer.includes(Buffer.from(name, 'utf16le'));
  if (holds('EncryptedPackage') || holds('EncryptionInfo')) return encrypted();
  if (holds('Workbook') || holds('Book')) return oldFormat('旧版 Excel 或 WPS 表格（.xls、.et）', 'an old Excel or WPS workbook (.xls, .et)');
  return notAWorkbook();
}

function textFormat(bytes: Uint8Array): WorkbookError | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2048)).replace(/^\u00EF\u00BB\u00BF/, '').trimStart();
  if (head.startsWith('%PDF') || head.startsWith('{\\rtf')) return notAWorkbook();
  if (!/^<(\?xml|!doctype|html|table|meta|head|body|!--)/i.test(head)) return undefined;
  return oldFormat('以 .xls 命名的网页', 'a web page named .xls');
}

/**
 * Opens an uploaded file by its bytes: .xlsx, or CSV in UTF-8 or GBK. Nothing is written and nothing fetched.
 * Throws WorkbookError: NOT_A_WORKBOOK, ENCRYPTED, OLD_FORMAT (.xls, .et, .xlsb, .ods), NO_SHEETS, TOO_LARGE, DAMAGED;
 * reading its rows may throw the last two.
 */
export async function openWorkbook(bytes: Uint8Array, options: OpenOptions = {}): Promise<Workbook> {
  const limits: WorkbookLimits = { ...DEFAULT_LIMITS, ...options.limits };
  if (bytes.byteLength > limits.fileBytes) {
    const megabytes = Math.round(limits.fileBytes / 2 ** 20);
    throw tooLarge(`文件超过 ${megabytes} MB`, `The file exceeds ${megabytes} MB`);
  }
  if (startsWith(bytes, OLE)) throw compoundFile(bytes);
  if (startsWith(bytes, ZIP)) return openXlsx(bytes, limits);
  const other = textFormat(bytes);
  if (other) throw other;
  if (bytes.byteLength === 0) throw notAWorkbook();
  const name = (options.fileName ?? 'CSV').replace(/^.*[\\/]/, '').replace(/\.\w+$/, '');
  return openCsv(bytes, name, limits);
}
