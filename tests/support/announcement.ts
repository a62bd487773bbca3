import { randomUUID } from 'node:crypto';
import { procedureId } from '#lib/server/demo/inventory.ts';
import type { Announcement } from '#lib/protocol/documents.ts';

/** A complete announcement; what a test is about is given, the rest is plausible. */
export function announcement(given: Partial<Announcement> = {}): Announcement {
  return {
    documentId: randomUUID(),
    kind: 'scanned',
    fileName: 'SCAN_0001.pdf',
    sha256: 'a'.repeat(64),
    sourceSha256: [],
    sizeBytes: 1000,
    pageCount: 1,
    procedureId: procedureId('2.001628'),
    inventoryItemId: null,
    metadata: metadata(),
    recognized: { numberNotation: { value: '9001/GP-SVHTTDL', confidence: 0.97 } },
    fullText: 'Giấy phép kinh doanh dịch vụ lữ hành nội địa',
    ...given,
  };
}

export function metadata(given: Partial<Announcement['metadata']> = {}): Announcement['metadata'] {
  return {
    paperTypeCode: 'GP',
    ownerIdentifier: '9901427509',
    ownerName: 'Công ty TNHH Du lịch Biển Xanh',
    title: 'Giấy phép',
    numberNotation: '9001/GP-SVHTTDL',
    issuedOn: '2023-02-14',
    issuingAgency: 'Sở Văn hóa, Thể thao và Du lịch',
    abstract: 'Kinh doanh dịch vụ lữ hành nội địa',
    expiresOn: 'permanent',
    scope: 'Toàn quốc',
    dossierCode: 'H99.12-230201-0007',
    signerName: 'Nguyễn Hoàng Phúc',
    signerPosition: 'Giám đốc',
    ...given,
  };
}
