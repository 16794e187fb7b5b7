/** One sentence in both languages of the interface. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

export type WorkbookErrorCode =
  | 'NOT_A_WORKBOOK'
  | 'ENCRYPTED'
  | 'OLD_FORMAT'
  | 'NO_SHEETS'
  | 'NO_KNOWN_HEADER'
  | 'TOO_LARGE'
  | 'DAMAGED'
  | 'BAD_MAPPING';

/**
 * The whole file is refused. `zh` and `en` say why and what to do, in words for the person who uploaded it;
 * `message` is the English one. Single rows are never refused this way: they carry problems.
 */
export class WorkbookError extends Error {
  readonly code: WorkbookErrorCode;
  readonly zh: string;
  readonly en: string;

  constructor(code: WorkbookErrorCode, text: Bilingual) {
    super(text.en);
    this.name = 'WorkbookError';
    this.code = code;
    this.zh = text.zh;
    this.en = text.en;
  }
}

export const damaged = (detail: string): WorkbookError =>
  new WorkbookError('DAMAGED', {
    zh: `文件已损坏，无法读取（${detail}）。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。`,
    en: `The file is damaged and cannot be read (${detail}). Open it in Excel or WPS, save it as .xlsx and upload that.`,
  });

export const tooLarge = (zh: string, en: string): WorkbookError =>
  new WorkbookError('TOO_LARGE', {
    zh: `${zh}。请删除多余的工作表、行和格式，或分成几个文件上传。`,
    en: `${en}. Remove surplus sheets, rows and formats, or upload it in parts.`,
  });
