import { seededRandom, type Random } from '#fixtures/scanning/random.ts';
import { formLine, paragraph, type Block } from './composition.ts';
import type { DocumentPlan } from './document-plan.ts';
import { fillIn } from './fill-in.ts';
import { personName } from './people.ts';
import { longDate, shortDate } from './wording.ts';

/** Forms of the commune: one column of entries on dotted lines. */
export function composeForm(plan: DocumentPlan, random: Random): Block[] {
  if (plan.kind === 'birth-certificate') return birthCertificate(plan, random);
  if (plan.kind === 'civil-extract') return marriageExtract(plan, random);
  return receptionSlip(plan, random);
}

function birthCertificate(plan: DocumentPlan, random: Random): Block[] {
  const { owner, part, issuedOn } = plan;
  const bornOn = `${String(random.whole(1, 28)).padStart(2, '0')}/${String(random.whole(1, 12)).padStart(2, '0')}/${issuedOn.slice(0, 4)}`;
  const parent = (role: string, from: number, to: number): Block[] => [
    formLine([`Họ, chữ đệm, tên người ${role}:`, personName(part, random)]),
    formLine(
      ['Năm sinh:', String(random.whole(from, to)), 0.3],
      ['Dân tộc:', 'Kinh', 0.35],
      ['Quốc tịch:', 'Việt Nam', 0.35],
    ),
    formLine(['Nơi cư trú:', owner.address]),
  ];
  return [
    formLine(['Họ, chữ đệm, tên:', `**${owner.name.toLocaleUpperCase('vi')}**`]),
    formLine(
      ['Ngày, tháng, năm sinh:', bornOn, 0.6],
      ['Giới tính:', random.pick(['Nam', 'Nữ']), 0.4],
    ),
    formLine(['Nơi sinh:', `Trạm Y tế ${plan.agency.area}`]),
    formLine(['Số định danh cá nhân:', owner.identifier]),
    ...parent('mẹ', 1970, 1998),
    ...parent('cha', 1965, 1996),
    formLine(['Nơi đăng ký khai sinh:', plan.agency.name]),
    formLine(['Ngày, tháng, năm đăng ký:', plan.isHandwrittenDate ? '' : shortDate(issuedOn)]),
  ];
}

function marriageExtract(plan: DocumentPlan, random: Random): Block[] {
  const wife = personName(plan.part, seededRandom(`${plan.seed} wife`));
  const rows = [
    ['Họ, chữ đệm, tên', wife, plan.owner.name],
    ['Năm sinh', String(random.whole(1960, 2002)), String(random.whole(1958, 2000))],
    ['Dân tộc', 'Kinh', random.pick(['Kinh', 'Tày', 'Hoa'])],
    ['Quốc tịch', 'Việt Nam', 'Việt Nam'],
    ['Nơi cư trú', plan.owner.address, plan.owner.address],
    ['Giấy tờ tùy thân', '', `${plan.owner.identifierLabel} ${plan.owner.identifier}`],
  ];
  return [
    { kind: 'table', columns: ['Thông tin', 'Vợ', 'Chồng'], rows },
    paragraph(`Đã đăng ký kết hôn tại ${plan.agency.name}, ${longDate(plan.issuedOn)}.`, {
      isFlush: true,
    }),
    paragraph('Ghi chú: trích lục này được thực hiện từ Sổ đăng ký kết hôn.', {
      weight: 'italic',
      isFlush: true,
    }),
  ];
}

function receptionSlip(plan: DocumentPlan, random: Random): Block[] {
  const [first = '', second = ''] = plan.subject.columns;
  return [
    ...(plan.dossierCode === ''
      ? []
      : [paragraph(`Mã hồ sơ: **${plan.dossierCode}**`, { isCentred: true })]),
    formLine(['Bộ phận Tiếp nhận và Trả kết quả:', plan.agency.name]),
    formLine(['Tiếp nhận hồ sơ của:', `**${plan.owner.name}**`]),
    formLine([`${plan.owner.identifierLabel}:`, plan.owner.identifier]),
    formLine(['Địa chỉ:', plan.owner.address]),
    formLine(['Nội dung yêu cầu giải quyết:', fillIn('{matter}', plan)]),
    paragraph('Thành phần hồ sơ nộp gồm:', { isFlush: true }),
    {
      kind: 'table',
      columns: ['STT', 'Tên giấy tờ', 'Số bản'],
      rows: [
        ['1', `Đơn đề nghị (${first})`, '01'],
        ['2', `Bản sao giấy tờ (${second})`, '02'],
      ],
    },
    formLine(
      ['Số lượng hồ sơ:', '01 (bộ)', 0.4],
      ['Thời gian giải quyết:', `${random.whole(3, 20)} ngày làm việc`, 0.6],
    ),
    formLine([
      'Thời gian trả kết quả:',
      `10 giờ 00 phút, ngày ${dayNextMonth(plan.issuedOn, random)}`,
    ]),
  ];
}

function dayNextMonth(issuedOn: string, random: Random): string {
  const [year = 0, month = 0] = issuedOn.split('-').map(Number);
  const day = random.whole(1, 28);
  return month === 12 ? `${day}/1/${year + 1}` : `${day}/${month + 1}/${year}`;
}
