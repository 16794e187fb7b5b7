import { squash, tidy } from './text.ts';

const UNIT_END = /^(.*(?:局|委员会|安委办|安办|应急办|办公室|大队|支队|中队|救援站|消防站|监管所|工作站|服务站|派出所|所|中心|公司|学院|协会|政府|街道办事处|办事处|管委会|专家组|督导组|检查组|巡查组|督查组|工作组|专班|[^\s、,，]{2,}(?:站|组|办|队|委|镇|乡|街道|区|县|部|院)))(?=$|[\s、,，:：;；(（\n])[\s、,，:：;；]*(.*)$/s;

/** 县应急管理局 王某、李某 → unit and people. What ends like no authority is taken for people. */
export function splitUnit(text: string): { unit: string | null; people: string | null } {
  const plain = tidy(text.normalize('NFKC')).replace(/\n/g, ' ');
  const match = UNIT_END.exec(plain) ?? glued(plain);
  if (!match) return { unit: null, people: plain === '' ? null : plain };
  const people = (match[2] ?? '').replace(/^[(:：]+|[)]+$/g, '').trim();
  return { unit: squash(match[1] ?? '') || null, people: people === '' ? null : people };
}

/** 县应急管理局王某、李某, typed without a space. */
function glued(text: string): RegExpExecArray | null {
  return /^(.*?(?:管理局|建设局|教育局|公安局|交通局|商务局|执法大队|救援大队|消防大队|安委办|办事处|人民政府|镇政府|乡政府))(\S{2,})$/s.exec(text);
}
