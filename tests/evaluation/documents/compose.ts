import { seededRandom, type Random } from '#fixtures/scanning/random.ts';
import { byHand } from '../layout/styled-text.ts';
import { wordingOf } from '../wording/wording-of.ts';
import { composeBody } from './compose-body.ts';
import { paragraph, type Block, type Composition } from './composition.ts';
import { kindRules } from './document-kinds.ts';
import type { DocumentPlan } from './document-plan.ts';
import { isOldSpelling } from './eras.ts';
import { fillIn } from './fill-in.ts';
import { capitalize, oldSpelling } from './wording.ts';

/** Writes the document that `plan` describes. */
export function compose(plan: DocumentPlan): Composition {
  const random = seededRandom(`${plan.seed} words`);
  const { agency, era, kind, signer } = plan;
  const abstract = abstractOf(plan);
  const written: Composition = {
    governing: agency.governing,
    agency: agency.letterhead,
    motto: ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc'],
    numberLine: numberLine(plan, random),
    subjectLine: kind === 'letter' ? `V/v ${abstract}` : '',
    dateLine: dateLine(plan),
    title: kind === 'letter' ? '' : titleLine(plan),
    abstract: isAbstractApart(plan, abstract) ? headingAbstract(plan, abstract) : '',
    blocks: composeBody(plan, random),
    closing: {
      recipients: recipientsOf(plan),
      capacity: signer.capacity,
      signerName: signer.name,
      hasSecondSigner: kind === 'minutes',
    },
    annex: annexOf(plan),
  };
  return isOldSpelling(era) ? inOldSpelling(written) : written;
}

/** Trích yếu as the metadata have it: what stands after `Về việc` or `V/v`. */
export function abstractOf(plan: DocumentPlan): string {
  const { kind, subject } = plan;
  if (!kindRules[kind].hasAbstract) return '';
  const matter = fillIn('{matter}', plan);
  switch (kind) {
    case 'licence':
    case 'bilingual-licence':
    case 'certificate':
      return subject.licence;
    case 'confirmation':
      return 'Nơi cư trú và tình trạng hoạt động của cơ sở';
    case 'commitment':
      return 'Đăng ký bản cam kết bảo vệ môi trường';
    case 'minutes':
      return 'Kiểm tra, thẩm định thực tế cơ sở';
    case 'report':
      return 'Kết quả giải quyết thủ tục hành chính và số hóa hồ sơ';
    case 'plan':
      return 'Số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực';
    default:
      return matter;
  }
}

function isAbstractApart({ kind, layout }: DocumentPlan, abstract: string): boolean {
  return kind !== 'letter' && abstract !== '' && !layout.isTitleJoined;
}

function headingAbstract(plan: DocumentPlan, abstract: string): string {
  const { abstractPrefix } = plan.layout;
  return abstractPrefix === '' ? capitalize(abstract) : `${abstractPrefix}${lowerFirst(abstract)}`;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLocaleLowerCase('vi') + text.slice(1);
}

function titleLine(plan: DocumentPlan): string {
  const title = kindRules[plan.kind].title.toLocaleUpperCase('vi');
  if (plan.layout.isTitleJoined) return `${title} ${abstractOf(plan).toLocaleUpperCase('vi')}`;
  if (!plan.layout.isHeadingSpaced) return title;
  return title
    .split(' ')
    .map((word) => [...word].join(' '))
    .join('   ');
}

function numberLine(plan: DocumentPlan, random: Random): string {
  const { numberNotation, isHandwrittenNumber } = plan;
  const label = plan.era === 'typewriter' && random.next() < 0.4 ? 'Số' : 'Số:';
  if (!isHandwrittenNumber) return `${label} ${numberNotation}`;
  const [, digits = '', rest = ''] = /^(\d+)(.*)$/u.exec(numberNotation) ?? [];
  return `${label} ${byHand(digits)} ${rest}`;
}

function dateLine({ agency, issuedOn, isHandwrittenDate, layout, era }: DocumentPlan): string {
  const [year = '', month = '', day = ''] = issuedOn.split('-');
  if (!isHandwrittenDate && layout.hasShortDate) {
    const sign = era === 'typewriter' ? '-' : '/';
    return `${agency.place}, ngày ${[Number(day), Number(month), year].join(sign)}`;
  }
  if (!isHandwrittenDate) {
    const shown = Number(month) > 2 ? String(Number(month)) : month;
    return `${agency.place}, ngày ${day} tháng ${shown} năm ${year}`;
  }
  return `${agency.place}, ngày ${byHand(String(Number(day)))} tháng ${byHand(String(Number(month)))} năm ${year}`;
}

function recipientsOf(plan: DocumentPlan): string[] {
  const hasNone = [
    'birth-certificate',
    'civil-extract',
    'minutes',
    'certificate',
    'practice-certificate',
  ];
  if (hasNone.includes(plan.kind)) return [];
  return wordingOf(plan.part).phrases.recipients.map((line) => fillIn(line, plan));
}

function annexOf(plan: DocumentPlan): Block[] {
  const { annexRows, subject } = plan;
  if (annexRows < 4) return [];
  const rows = Array.from({ length: annexRows }, (_, i) => [
    String(i + 1),
    ...(subject.rows[i % subject.rows.length] ?? []),
  ]);
  return [
    { kind: 'page-break', isLandscape: annexRows % 3 === 0 },
    paragraph(annexRows % 2 === 0 ? 'PHỤ LỤC' : 'DANH MỤC', { weight: 'bold', isCentred: true }),
    paragraph(`(Kèm theo ${kindRules[plan.kind].title} nêu trên)`, {
      weight: 'italic',
      isCentred: true,
    }),
    { kind: 'table', columns: ['TT', ...subject.columns], rows },
  ];
}

/** Every text of a composition, as a value of the same shape. */
function inOldSpelling(written: Composition): Composition {
  const spelled: Composition = JSON.parse(oldSpelling(JSON.stringify(written)));
  return spelled;
}
