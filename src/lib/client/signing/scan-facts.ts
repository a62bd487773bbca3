import { scanTime } from '#lib/client/assembling/document-source.ts';
import type { BatchDocument, Page } from '#lib/client/batches/model.ts';
import { fieldValue } from '#lib/domain/metadata.ts';
import type { ProfileFacts } from '#lib/domain/signing-profile-lines.ts';
import type { ChosenCertificate } from './signing-source.ts';

type Chosen = { signerName: string; info: Pick<ChosenCertificate['info'], 'isDemo'> };

/** What the paper can say of a scan that somebody signs (TT 01/2023 Đ8 k1). */
export function scanFacts(
  document: BatchDocument,
  pages: readonly Page[],
  signing: { chosen: Chosen; agency: string; signedAt: Date },
): ProfileFacts {
  const { chosen, agency, signedAt } = signing;
  return {
    signerName: chosen.signerName,
    agency,
    position: '',
    signedAt,
    scannedAt: new Date(scanTime(document, pages)),
    numberNotation: fieldValue(document.metadata.numberNotation),
    isDemo: chosen.info.isDemo,
  };
}

/** Shown until a certificate tells the name of the signer. */
export function nobodyYet(userName: string): Chosen {
  return { signerName: userName, info: { isDemo: false } };
}
