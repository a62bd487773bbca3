import type { Role } from '#lib/domain/access.ts';
import type { UploadState } from '#lib/domain/document-state.ts';
import type { MetadataKey } from '#lib/domain/metadata.ts';
import { DEMO_MARK } from '#lib/domain/signing-profile-lines.ts';

export const domain = {
  appName: 'Trạm Số Hóa',
  roles: {
    official: 'Cán bộ số hóa',
    leader: 'Lãnh đạo',
    clerk: 'Văn thư',
    supervisor: 'Giám sát',
    administrator: 'Quản trị',
  } satisfies Record<Role, string>,
  fields: {
    paperTypeCode: 'Mã loại giấy tờ',
    ownerIdentifier: 'Số định danh chủ sở hữu',
    ownerName: 'Tên chủ sở hữu',
    title: 'Tên giấy tờ',
    numberNotation: 'Số, ký hiệu',
    issuedOn: 'Ngày cấp',
    issuingAgency: 'Cơ quan cấp',
    abstract: 'Trích yếu nội dung',
    expiresOn: 'Thời hạn hiệu lực',
    scope: 'Phạm vi hiệu lực',
    dossierCode: 'Mã hồ sơ',
    signerName: 'Người ký',
    signerPosition: 'Chức vụ người ký',
  } satisfies Record<MetadataKey, string>,
  uploadStates: {
    waiting: 'Chờ gửi',
    received: 'Đã nhận',
    stored: 'Đã lưu vào kho',
  } satisfies Record<UploadState, string>,
  permanent: 'Vĩnh viễn',
  procedure: 'Thủ tục hành chính',
  inventoryItem: 'Kết quả cần số hóa',
  batch: 'Lô quét',
  page: 'Trang',
  repository: 'Kho dữ liệu điện tử',
  demoMark: DEMO_MARK,
};
