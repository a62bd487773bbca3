import type { Random } from '#fixtures/scanning/random.ts';
import { wordingOf } from '../wording/wording-of.ts';
import { composeForm } from './compose-form.ts';
import { formLine, paragraph, type Block } from './composition.ts';
import type { DocumentKind } from './document-kinds.ts';
import type { DocumentPlan } from './document-plan.ts';
import { fillIn, identity } from './fill-in.ts';
import { legalBases } from './legal-bases.ts';
import { capitalize, longDate } from './wording.ts';

type Writer = (plan: DocumentPlan, random: Random) => Block[];

const writers: Record<DocumentKind, Writer> = {
  decision,
  letter,
  notice,
  licence,
  'bilingual-licence': bilingualLicence,
  certificate: licence,
  confirmation,
  commitment,
  'practice-certificate': practiceCertificate,
  approval: letter,
  minutes,
  proposal: report,
  report,
  plan: report,
  invitation,
  'birth-certificate': composeForm,
  'civil-extract': composeForm,
  'reception-slip': composeForm,
};

export function composeBody(plan: DocumentPlan, random: Random): Block[] {
  return writers[plan.kind](plan, random);
}

function phrasesOf(plan: DocumentPlan) {
  return wordingOf(plan.part).phrases;
}

function told(plan: DocumentPlan, texts: readonly string[]): Block[] {
  return texts.map((text) => paragraph(fillIn(text, plan)));
}

function dossier(plan: DocumentPlan, random: Random): Block[] {
  return plan.dossierCode === '' ? [] : told(plan, [random.pick(phrasesOf(plan).dossierLines)]);
}

/** Sentences on validity and on where the paper is valid. */
function validity(plan: DocumentPlan, random: Random): Block[] {
  const { until, years, permanent, scopeLines } = phrasesOf(plan);
  const lines: string[] = [];
  const { wording } = plan.expiry;
  if (wording !== 'none') lines.push(random.pick({ until, years, permanent }[wording]));
  const scope = scopeLines.filter((line) => plan.scope !== 'Toàn quốc' || line.includes('{scope}'));
  if (plan.scope !== '') lines.push(random.pick(scope));
  return told(plan, lines);
}

function decider(plan: DocumentPlan): Block {
  const { agency } = plan;
  const name = agency.name.toLocaleUpperCase('vi');
  const text = agency.body ? name : `${agency.head.toLocaleUpperCase('vi')} ${name}`;
  return paragraph(text, { weight: 'bold', isCentred: true });
}

function decision(plan: DocumentPlan, random: Random): Block[] {
  const { decisionOpening, decisionClosing, proposal } = phrasesOf(plan);
  const articles = [
    fillIn(random.pick(decisionOpening), plan),
    ...plan.subject.details.map((text) => fillIn(text, plan)),
    ...decisionClosing.map((text) => fillIn(text, plan)),
  ];
  return [
    decider(plan),
    ...told(plan, legalBases(plan)),
    ...dossier(plan, random),
    ...told(plan, proposal),
    paragraph('QUYẾT ĐỊNH:', { weight: 'bold', isCentred: true }),
    ...articles.map((text, i) => paragraph(`**Điều ${i + 1}.** ${text}`)),
  ];
}

function letter(plan: DocumentPlan, random: Random): Block[] {
  const { letterOpening, letterClosing } = phrasesOf(plan);
  return [
    paragraph(`Kính gửi: ${plan.owner.name}`, { isCentred: true }),
    ...told(plan, letterOpening),
    ...dossier(plan, random),
    ...told(plan, plan.subject.details).map((block, i) =>
      block.kind === 'paragraph' ? { ...block, text: `${i + 1}. ${block.text}` } : block,
    ),
    paragraph(`Thông tin về chủ hồ sơ: ${identity(plan)}.`),
    ...told(plan, letterClosing),
  ];
}

function notice(plan: DocumentPlan, random: Random): Block[] {
  return [
    ...told(plan, legalBases(plan).slice(0, 1)),
    ...dossier(plan, random),
    ...told(plan, phrasesOf(plan).noticeOpening),
    paragraph(`Chủ hồ sơ: ${plan.owner.name}; ${identity(plan)}.`),
    ...told(plan, plan.subject.details),
  ];
}

/** Who holds the paper, entry by entry. */
function ownerEntries(plan: DocumentPlan): Block[] {
  const { owner } = plan;
  return [
    paragraph(`${owner.label}: **${owner.name}**`, { isFlush: true }),
    ...(owner.identifier === ''
      ? []
      : [paragraph(`${owner.identifierLabel}: ${owner.identifier}`, { isFlush: true })]),
    paragraph(`${owner.addressLabel}: ${owner.address}`, { isFlush: true }),
  ];
}

function licence(plan: DocumentPlan, random: Random): Block[] {
  const { licenceOpening, licenceDuties } = phrasesOf(plan);
  return [
    decider(plan),
    ...told(plan, legalBases(plan)),
    ...dossier(plan, random),
    paragraph(random.pick(licenceOpening), { weight: 'bold', isCentred: plan.part === 'test' }),
    ...ownerEntries(plan),
    ...told(plan, plan.subject.details),
    ...told(plan, licenceDuties),
    ...validity(plan, random),
  ];
}

function bilingualLicence(plan: DocumentPlan, random: Random): Block[] {
  const { owner } = plan;
  return [
    paragraph('(LICENCE)', { weight: 'italic', isCentred: true }),
    {
      kind: 'bilingual',
      text: `Cấp cho: **${owner.name}**`,
      english: 'Granted to the holder named above',
    },
    {
      kind: 'bilingual',
      text: `${owner.identifierLabel}: ${owner.identifier || 'không có'}`,
      english: 'Identification number',
    },
    { kind: 'bilingual', text: `Địa chỉ: ${owner.address}`, english: 'Registered address' },
    ...plan.subject.details.map((text): Block => ({
      kind: 'bilingual',
      text: fillIn(text, plan),
      english: 'The holder shall comply with the conditions stated in Vietnamese',
    })),
    ...dossier(plan, random),
    ...validity(plan, random),
  ];
}

function practiceCertificate(plan: DocumentPlan, random: Random): Block[] {
  const { owner } = plan;
  return [
    decider(plan),
    paragraph('Cấp cho', { isCentred: true }),
    formLine(['Họ và tên:', `**${owner.name}**`]),
    formLine(
      ['Ngày sinh:', `${random.whole(1, 28)}/${random.whole(1, 12)}/${random.whole(1958, 1996)}`],
      ['Giới tính:', owner.name.includes(' Thị ') ? 'Nữ' : 'Nam'],
    ),
    formLine([`${owner.identifierLabel}:`, owner.identifier]),
    formLine(['Chỗ ở hiện nay:', owner.address]),
    formLine([
      'Văn bằng chuyên môn:',
      random.pick(['Bác sĩ đa khoa', 'Dược sĩ đại học', 'Kỹ sư xây dựng', 'Cử nhân luật']),
    ]),
    formLine(['Phạm vi hoạt động chuyên môn:', plan.subject.licence]),
    ...dossier(plan, random),
    ...validity({ ...plan, scope: '' }, random),
  ];
}

function confirmation(plan: DocumentPlan, random: Random): Block[] {
  return [
    ...dossier(plan, random),
    paragraph(plan.part === 'tuning' ? 'Xác nhận:' : 'XÁC NHẬN', {
      weight: 'bold',
      isCentred: plan.part === 'test',
    }),
    ...ownerEntries(plan),
    ...told(plan, phrasesOf(plan).confirmation),
  ];
}

function commitment(plan: DocumentPlan, random: Random): Block[] {
  return [
    decider(plan),
    ...told(plan, legalBases(plan)),
    ...dossier(plan, random),
    paragraph('XÁC NHẬN:', { weight: 'bold', isCentred: true }),
    paragraph(
      `**Điều 1.** ${plan.owner.name} (${identity(plan)}), địa chỉ: ${plan.owner.address}, đã gửi bản cam kết bảo vệ môi trường để đăng ký.`,
    ),
    ...plan.subject.details.map((text, i) => paragraph(`**Điều ${i + 2}.** ${fillIn(text, plan)}`)),
  ];
}

function minutes(plan: DocumentPlan, random: Random): Block[] {
  const phrases = phrasesOf(plan).minutes.map((text) => fillIn(text, plan));
  const [opening = '', findings = '', end = ''] = phrases;
  return [
    paragraph(opening),
    paragraph(
      `1. Đại diện cơ quan kiểm tra: ông ${plan.signer.name}, chức vụ: ${plan.signer.position};`,
    ),
    paragraph(`2. Đại diện cơ sở được kiểm tra: ${plan.owner.name}; ${identity(plan)}.`),
    ...dossier(plan, random),
    paragraph(findings),
    { kind: 'table', columns: plan.subject.columns, rows: plan.subject.rows },
    ...told(plan, plan.subject.details),
    paragraph(end),
  ];
}

function report(plan: DocumentPlan, random: Random): Block[] {
  const { report: passages } = phrasesOf(plan);
  const blocks: Block[] = [];
  const headings = [
    'I. ĐẶC ĐIỂM, TÌNH HÌNH',
    'II. KẾT QUẢ THỰC HIỆN',
    'III. TỒN TẠI, HẠN CHẾ',
    'IV. NHIỆM VỤ',
    'V. KIẾN NGHỊ',
  ];
  if (plan.kind === 'proposal')
    blocks.push(
      paragraph(`Kính gửi: ${capitalize(plan.agency.governing[0] ?? plan.agency.name)}`, {
        isCentred: true,
      }),
    );
  for (let i = 0; i < plan.length; i += 1) {
    blocks.push(paragraph(headings[i] ?? '', { weight: 'bold', isFlush: true }));
    const from = random.whole(0, passages.length - 1);
    for (let j = 0; j < 4; j += 1) {
      blocks.push(
        paragraph(`${j + 1}. ${fillIn(passages[(from + j) % passages.length] ?? '', plan)}`),
      );
    }
  }
  blocks.push(paragraph(`Số liệu tính đến ${longDate(plan.issuedOn)}./.`));
  return blocks;
}

function invitation(plan: DocumentPlan): Block[] {
  return told(plan, [
    ...phrasesOf(plan).invitation,
    'Rất mong quý vị đến dự đúng thành phần và thời gian./.',
  ]);
}
