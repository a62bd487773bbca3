import type { Metadata } from '#lib/domain/metadata.ts';
import { sampleAgencies, type SampleAgency, type SampleAgencyName } from './sample-agencies.ts';
import { localResults } from './sample-results-local.ts';
import { provinceResults } from './sample-results-province.ts';

/** Layouts of NĐ 30/2020 PL I and of the specialised papers that follow it. */
export type SampleLayout = 'decision' | 'licence' | 'certificate' | 'letter' | 'notice';

/** One scanned sample document: what its truth says and what the demo inventory knows of it. */
export type SampleDocument = {
  fileName: string;
  layout: SampleLayout;
  agency: SampleAgency;
  /** National code and name of the procedure (domain.md §7). */
  procedureCode: SampleProcedureCode;
  procedureName: string;
  fields: Metadata;
};

/** One line of the tables `sample-results-*.ts`. */
export type SampleResult = {
  file: string;
  layout: SampleLayout;
  agency: SampleAgencyName;
  procedure: SampleProcedureCode;
  number: string;
  issuedOn: string;
  /** Identifier (CCCD or tax code, empty when the paper has none) and name. */
  owner: readonly [identifier: string, name: string];
  abstract: string;
  expiresOn: string;
  scope: string;
  dossier: string;
  /** Name and position. */
  signer: readonly [name: string, position: string];
};

/** Procedures that the samples come from, with their verified national codes. */
export const sampleProcedures = {
  '1.000518': 'Cấp GCN đủ điều kiện kinh doanh hoạt động thể thao đối với môn Bóng đá',
  '1.000883': 'Cấp GCN đủ điều kiện kinh doanh hoạt động thể thao đối với môn Bơi, Lặn',
  '1.000953': 'Cấp GCN đủ điều kiện kinh doanh hoạt động thể thao đối với môn Yoga',
  '1.000963': 'Cấp Giấy phép điều chỉnh GP đủ ĐK kinh doanh dịch vụ karaoke',
  '1.000971': 'Xét tặng danh hiệu "Nghệ nhân ưu tú"',
  '1.001029': 'Cấp Giấy phép đủ điều kiện kinh doanh dịch vụ karaoke',
  '1.001108': 'Xét tặng danh hiệu "Nghệ sĩ ưu tú" (HĐ cấp cơ sở)',
  '1.001704': 'Cấp GP triển lãm tác phẩm nhiếp ảnh tại Việt Nam',
  '1.001809': 'Cấp giấy phép triển lãm mỹ thuật',
  '1.001837': 'Chấm dứt hoạt động VPĐD DN lữ hành nước ngoài',
  '1.002396': 'Cấp GCN đủ điều kiện kinh doanh hoạt động thể thao',
  '1.003002': 'Gia hạn GP thành lập VPĐD DN lữ hành nước ngoài',
  '1.003441': 'Cấp lại GCN đủ ĐK KD HĐTT trường hợp thay đổi nội dung ghi trong GCN',
  '1.003717': 'Cấp GP thành lập VPĐD tại VN của DN lữ hành nước ngoài',
  '1.003784': 'Thông báo nhập khẩu văn hóa phẩm không nhằm mục đích kinh doanh cấp tỉnh',
  '1.003868': 'Cấp GP xuất bản tài liệu không kinh doanh',
  '1.003901': 'Cấp GCN đủ điều kiện hành nghề tu bổ di tích',
  '1.004605': 'Cấp GCN khóa cập nhật kiến thức cho HDV nội địa, quốc tế',
  '1.004645': 'Thông báo tổ chức đoàn người thực hiện quảng cáo',
  '1.004650': 'Tiếp nhận hồ sơ thông báo sản phẩm quảng cáo trên bảng quảng cáo, băng rôn',
  '1.005163':
    'Cấp GCN đủ điều kiện kinh doanh hoạt động thể thao đối với môn Thể dục thể hình và Fitness',
  '1.009374': 'Cấp giấy phép xuất bản bản tin (địa phương)',
  '1.009397': 'Tổ chức biểu diễn nghệ thuật trên địa bàn quản lý',
  '1.013791': 'Tiếp nhận hồ sơ đăng ký lễ hội quy mô cấp xã',
  '1.014310': 'Hưởng trợ cấp sinh hoạt hàng tháng đối với NNND, NNƯT (xã)',
  '2.001098': 'Cấp GP thiết lập trang thông tin điện tử tổng hợp',
  '2.001611': 'Thu hồi GP lữ hành nội địa – chấm dứt hoạt động',
  '2.001622': 'Cấp đổi giấy phép kinh doanh dịch vụ lữ hành nội địa',
  '2.001628': 'Cấp giấy phép kinh doanh dịch vụ lữ hành nội địa',
} as const;

export type SampleProcedureCode = keyof typeof sampleProcedures;

/** Kind of paper as ô 5a names it, and its code (CV 7197/BKHCN-CĐSQG, list LV; GCN by usage). */
const papers = {
  decision: { title: 'Quyết định', code: 'QĐ' },
  licence: { title: 'Giấy phép', code: 'GP' },
  certificate: { title: 'Giấy chứng nhận', code: 'GCN' },
  letter: { title: 'Công văn', code: 'CV' },
  notice: { title: 'Thông báo', code: 'TB' },
} as const satisfies Record<SampleLayout, { title: string; code: string }>;

/**
 * The 40 sample documents: 28 of the province, 7 of districts (issued before the reorganisation of
 * 01/7/2025), 5 of communes. Pure data, the same every time; the scans are drawn from it by
 * `npm run samples`, and the demo inventory holds one result due for each.
 */
export function sampleDocuments(): SampleDocument[] {
  return [...provinceResults, ...localResults].map((result) => {
    const agency = sampleAgencies[result.agency];
    return {
      fileName: result.file,
      layout: result.layout,
      agency: {
        ...agency,
        governingBody: [...agency.governingBody],
        letterhead: [...agency.letterhead],
      },
      procedureCode: result.procedure,
      procedureName: sampleProcedures[result.procedure],
      fields: {
        paperTypeCode: papers[result.layout].code,
        ownerIdentifier: result.owner[0],
        ownerName: result.owner[1],
        title: papers[result.layout].title,
        numberNotation: result.number,
        issuedOn: result.issuedOn,
        issuingAgency: agency.name,
        abstract: result.abstract,
        expiresOn: result.expiresOn,
        scope: result.scope,
        dossierCode: result.dossier,
        signerName: result.signer[0],
        signerPosition: result.signer[1],
      },
    };
  });
}
