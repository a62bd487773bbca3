import type { Metadata } from '#lib/domain/metadata.ts';
import { catalogue } from './catalogue.ts';
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
  /** National code and name as in the catalogue. */
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

/** Procedures of the catalogue that the samples come from. */
export const sampleProcedureCodes = [
  '1.000518',
  '1.000883',
  '1.000953',
  '1.000963',
  '1.000971',
  '1.001029',
  '1.001108',
  '1.001704',
  '1.001809',
  '1.001837',
  '1.002396',
  '1.003002',
  '1.003441',
  '1.003717',
  '1.003784',
  '1.003868',
  '1.003901',
  '1.004605',
  '1.004645',
  '1.004650',
  '1.005163',
  '1.009374',
  '1.009397',
  '1.013791',
  '1.014310',
  '2.001098',
  '2.001611',
  '2.001622',
  '2.001628',
] as const;

export type SampleProcedureCode = (typeof sampleProcedureCodes)[number];

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
  const names = new Map(catalogue().map(({ code, name }) => [code, name]));
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
      procedureName: names.get(result.procedure) ?? '',
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
