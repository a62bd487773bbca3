import type {
  AnchorPurpose,
  AnchorRefusal,
  TrustAnchorEntry,
} from '#lib/protocol/trust-anchors.ts';

export const trust = {
  title: 'Chứng thư gốc',
  purpose:
    'Chữ ký số và dấu thời gian chỉ được tin khi dẫn về một chứng thư trong danh sách này. Danh sách là cấu hình của máy chủ; trang này chỉ để xem.',
  count: (total: string) => `${total} chứng thư`,
  table: 'Các chứng thư gốc được tin cậy',
  subject: 'Chủ thể',
  issuedBy: (issuer: string) => `Do ${issuer} cấp`,
  selfIssued: 'Tự cấp (gốc)',
  demo: 'DEMO',
  demoText: 'Chứng thư thử nghiệm, không có giá trị pháp lý',
  purposes: 'Dùng cho',
  purposeNames: {
    signing: 'Chữ ký số',
    timestamping: 'Dấu thời gian',
  } satisfies Record<AnchorPurpose, string>,
  validity: 'Thời hạn',
  period: (from: string, to: string) => `${from} – ${to}`,
  validityNames: {
    'in-force': 'Còn hạn',
    'not-yet': 'Chưa đến hạn dùng',
    expired: 'Đã hết hạn',
  } satisfies Record<TrustAnchorEntry['validity'], string>,
  source: 'Nguồn gốc',
  imported: (by: string, on: string) => `${by} nhập ngày ${on}`,
  unknownSource: 'Không rõ nguồn',
  unknownSourceText: (fileName: string) =>
    `Tệp ${fileName} được chép vào thư mục, không qua lệnh nhập nên không có hồ sơ nguồn gốc.`,
  fingerprint: 'Dấu SHA-256',
  copyFingerprint: 'Chép dấu SHA-256',
  fingerprintCopied: 'Đã chép dấu SHA-256.',
  empty: 'Chưa tin cậy chứng thư gốc nào',
  emptyText: 'Mọi chữ ký số sẽ bị coi là không rõ nguồn. Nhập chứng thư gốc trên máy chủ.',
  howTo: 'Nhập thêm trên máy chủ',
  howToText:
    'Đối chiếu dấu SHA-256 với nguồn độc lập (văn bản, điện thoại tới cơ quan cấp) rồi chạy:',
  refused: 'Tệp không được tin',
  refusals: {
    unreadable: 'Không đọc được chứng thư nào trong tệp.',
    'record-unreadable': 'Hồ sơ nguồn gốc (.json) bên cạnh bị hỏng.',
    'changed-since-import': 'Chứng thư khác với bản đã nhập. Kiểm tra ai đã sửa thư mục này.',
  } satisfies Record<AnchorRefusal, string>,
  services: 'Dịch vụ bên ngoài',
  timestampAuthority: 'Dấu thời gian (TSA)',
  noTimestampAuthority: 'Chưa cấu hình: chữ ký sẽ không có dấu thời gian (TSA_URL).',
  allowedUrls: 'Địa chỉ OCSP, CRL được phép hỏi',
  noAllowedUrls: 'Chỉ các địa chỉ ghi trong chứng thư gốc (PKI_ALLOWED_URLS đang trống).',
};
