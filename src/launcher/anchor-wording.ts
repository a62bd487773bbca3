import { displayName, organizationOf } from '#lib/pki/certificate.ts';
import type {
  AnchorCandidate,
  ImportRefusal,
} from '#lib/server/trust-anchors/import-trust-anchor.ts';

/** What the import of a trust anchor says. */
export const anchorWording = {
  described: (candidate: AnchorCandidate, knownName: string | null): string => {
    const { certificate, sha256, sha1, isRoot } = candidate;
    return [
      `Chủ thể:  ${displayName(certificate.subject)}`,
      `  Tổ chức:  ${organizationOf(certificate.subject)}`,
      `  Cấp bởi:  ${isRoot ? 'chính nó (chứng thư gốc)' : displayName(certificate.issuer)}`,
      `  Thời hạn: ${dayOf(certificate.notBefore)} – ${dayOf(certificate.notAfter)}`,
      `  SHA-256:  ${spelled(sha256)}`,
      `  SHA-1:    ${spelled(sha1)}`,
      ...(knownName === null
        ? []
        : [`  Dấu SHA-1 này từng được ghi nhận của “${knownName}”; vẫn phải tự đối chiếu.`]),
    ].join('\n');
  },
  question:
    'Đối chiếu dấu SHA-256 với nguồn độc lập (văn bản, điện thoại tới cơ quan cấp).\n' +
    'Nếu khớp, gõ ít nhất 8 ký tự cuối của dấu SHA-256 đọc từ nguồn đó: ',
  imported: (path: string) => `Đã nhập vào ${path}. Máy chủ dùng ngay; xem ở trang Chứng thư gốc.`,
  fileUnreadable: (file: string) => `Không đọc được tệp ${file}.`,
  checkPath: 'Kiểm tra đường dẫn và quyền đọc.',
  refused: (reasons: string) => `Không nhập chứng thư này. ${reasons}`,
  refusals: {
    'not-a-certificate': 'Tệp không chứa chứng thư X.509.',
    'several-certificates': 'Tệp chứa nhiều chứng thư; tách ra và nhập từng cái.',
    'not-a-ca': 'Đây không phải chứng thư của cơ quan cấp chứng thư (CA).',
    'not-in-force': 'Chứng thư đã hết hạn hoặc chưa đến ngày có hiệu lực.',
    'self-signature-wrong': 'Chữ ký của chứng thư gốc không đúng.',
    'weak-key': 'Khóa yếu: cần RSA từ 2048 bit hoặc ECDSA P-256 trở lên.',
    demo: 'Đây là CA thử nghiệm (DEMO), không có giá trị pháp lý.',
  } satisfies Record<ImportRefusal, string>,
  askIssuer: 'Xin lại chứng thư và dấu SHA-256 từ cơ quan cấp chứng thư số.',
  fingerprintDiffers: 'Dấu vân tay đã cho KHÔNG khớp với chứng thư trong tệp.',
  notConfirmed: 'Chưa xác nhận đúng; không nhập gì.',
  nobodyToAsk: 'Không có người ở bàn phím để xác nhận.',
  wrongArguments: 'Thiếu hoặc sai tham số.',
  usage:
    'node src/launcher/import-anchor.ts TỆP --source "nguồn và cách đối chiếu" [--fingerprint SHA256] ' +
    '[--by "người nhập"] [--purpose signing|timestamping] [--service http://…/] [--folder THƯ_MỤC]',
} as const;

const spelled = (hex: string): string => hex.toUpperCase().replace(/(?!^)(?=(?:..)+$)/gu, ':');

function dayOf(date: Date): string {
  const [year, month, day] = date.toISOString().slice(0, 10).split('-');
  return `${day}/${month}/${year}`;
}
