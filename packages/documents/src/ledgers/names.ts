import { similarity, squash } from './text.ts';

const LEGAL_FORM = /(有限责任公司|股份有限公司|有限公司|股份公司|集团公司|分公司|公司|集团|总厂|厂|合作社|经营部|个体工商户|加油站|店)$/;

/** A firm's name as compared: half-width, without spaces, marks and brackets. */
export function normaliseName(name: string): string {
  return squash(name).replace(/[()[\]【】〔〕<>《》“”"'‘’·•.。,，、\-—_/\\]/g, '').toUpperCase();
}

/** What distinguishes a firm: its name without the legal form. */
const coreOf = (normal: string): string => {
  const core = normal.replace(LEGAL_FORM, '');
  return core.length >= 2 ? core : normal;
};

/** 河南省, 濮阳市, 元村镇 …: the places before a firm's own name. Two characters at most before the short words, which names hold too. */
const PLACES = /^(?:\p{Script=Han}{2,3}?(?:自治区|自治州|自治县|开发区|示范区|工业园区?|街道(?:办事处)?|[省市县区镇乡村]))+(?=\p{Script=Han}{2}|$)/u;
/** Trades and what else many firms are called by. */
const TRADE = /建筑|安装|工程|装饰|装修|建设|建材|建业|置业|房地产|物业|劳务|市政|路桥|钢结构|机械|机电|设备|制造|加工|加油|加气|燃气|天然气|石油|石化|化工|化学|化肥|能源|新能源|电力|电气|电器|电子|科技|技术|材料|新材料|塑料|塑业|塑胶|橡胶|玻璃|陶瓷|家具|家居|木业|木材|板材|纸业|包装|印刷|纺织|服装|服饰|鞋业|羽绒|食品|粮油|面粉|饲料|养殖|农业|农牧|种植|生物|医药|药业|制药|医疗|医院|诊所|商贸|贸易|商业|商场|超市|百货|酒店|宾馆|饭店|餐饮|餐厅|酒业|饮品|文化|传媒|教育|培训|学校|幼儿园|娱乐|网络|信息|物流|运输|货运|客运|仓储|汽车|汽修|修理|维修|销售|服务|咨询|管理|投资|实业|产业|工贸|工业|环保|消防|安防|烟花|爆竹|烟草|矿业|水泥|混凝土|商砼|钢铁|金属|五金|铸造|冷库|冷链|制品|用品|有限|责任|股份|公司|集团|分公司|合作社|经营部|个体|工商户|总厂|[厂店站行部]/g;

/** The word that a firm chose for itself (字号), without its places, trade and legal form; null where the name holds no such word. */
export function ownName(name: string): string | null {
  const own = normaliseName(name).replace(LEGAL_FORM, '').replace(PLACES, '').replace(TRADE, '');
  return own.length >= 2 ? own : null;
}

export interface NameCandidate<T> {
  readonly candidate: T;
  /** 1: the same but for spaces, brackets and width; 0.95: but for the legal form; else Dice's coefficient, at most 0.5 where only places and trade agree. */
  readonly score: number;
}

/** Whether two own names may be one, mistyped or cut short: most characters of the shorter, of three or fewer half, are the other's too, in its order. */
function sharesWord(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let at = 0;
  let common = 0;
  for (const character of short) {
    const found = long.indexOf(character, at);
    if (found < 0) continue;
    common += 1;
    at = found + 1;
  }
  return common * 2 > short.length || (short.length <= 3 && common * 2 >= short.length);
}

/** How alike two firms' names are, 0 to 1. */
export function nameScore(a: string, b: string): number {
  const [left, right] = [normaliseName(a), normaliseName(b)];
  if (left === right) return 1;
  const [leftCore, rightCore] = [coreOf(left), coreOf(right)];
  if (leftCore === rightCore) return 0.95;
  const score = Math.min(0.94, Math.max(similarity(left, right), similarity(leftCore, rightCore)));
  const [leftOwn, rightOwn] = [ownName(a), ownName(b)];
  if (leftOwn === null || rightOwn === null || sharesWord(leftOwn, rightOwn)) return score;
  return Math.min(score, 0.5);
}

/** The firms whose names resemble `name`, the most alike first, at most `limit`; offered to a person, never taken without asking below 1. */
export function similarNames<T extends { readonly name: string }>(
  name: string,
  candidates: Iterable<T>,
  { least = 0.6, limit = 5 }: { readonly least?: number; readonly limit?: number } = {},
): NameCandidate<T>[] {
  const found: NameCandidate<T>[] = [];
  for (const candidate of candidates) {
    const score = nameScore(name, candidate.name);
    if (score >= least) found.push({ candidate, score });
  }
  return found.sort((a, b) => b.score - a.score || (a.candidate.name < b.candidate.name ? -1 : 1)).slice(0, limit);
}

/** A description as its row is recognised by: without spaces, marks, numbering and width, so that retyping changes nothing. */
export function normaliseDescription(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/^\s*(?:\(?\d{1,2}\)|\d{1,2}[、.](?!\d))\s*/, '')
    .replace(/[\s\p{P}\p{S}]+/gu, '')
    .toLowerCase();
}
