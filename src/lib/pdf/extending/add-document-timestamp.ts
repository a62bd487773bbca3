import { AppError } from '#lib/domain/app-error.ts';
import type { Bytes } from '#lib/pki/bytes.ts';
import { requestTimestamp, type TimestampOptions } from '#lib/pki/timestamp/request-timestamp.ts';
import type { TimestampToken } from '#lib/pki/timestamp/timestamp-token.ts';
import { openPdf, type PdfFile } from '../reading/pdf-file.ts';
import { listFieldNames } from '../reading/signature-fields.ts';
import {
  digestAroundPlace,
  fillPlace,
  roomAt,
  writeWithPlace,
} from '../sealing/signature-place.ts';
import { addSignatureField } from '../signing/signature-field.ts';
import { timestampPlaceholder } from '../signing/signature-placeholder.ts';
import { IncrementalUpdate } from '../writing/incremental-update.ts';

/** Room for a token with a chain of three certificates. */
const TOKEN_BYTES = 8192;
/** Further tokens of the same TSA may be a little longer. */
const MARGIN_BYTES = 256;

export type StampedPdf = { pdf: Bytes; fieldName: string; token: TimestampToken };

/**
 * Appends an invisible, checked timestamp over everything that is in the document (EN 319 142-1
 * §5.4.3). A token that does not fit is asked for once more, with the room that it needs.
 *
 * Errors: `TSA_UNREACHABLE`, `TIMESTAMP_INVALID`, `PDF_CANNOT_BE_SIGNED`.
 */
export async function addDocumentTimestamp(
  pdf: Uint8Array,
  options: TimestampOptions,
): Promise<StampedPdf> {
  const file = openPdf(pdf);
  const first = await stamp(file, TOKEN_BYTES, options);
  if ('token' in first) return first;
  const second = await stamp(file, first.neededBytes + MARGIN_BYTES, options);
  if ('token' in second) return second;
  throw new AppError('TIMESTAMP_INVALID', { reason: 'token grows with every request' });
}

async function stamp(
  file: PdfFile,
  reservedBytes: number,
  options: TimestampOptions,
): Promise<StampedPdf | { neededBytes: number }> {
  const update = new IncrementalUpdate(file);
  const signature = update.allocate();
  const fieldName = chooseName(listFieldNames(file));
  await addSignatureField(file, update, signature, { fieldName, appearance: null });
  const place = await writeWithPlace(update, signature, timestampPlaceholder(reservedBytes));
  const token = await requestTimestamp((digest) => digestAroundPlace(place, digest), options);
  if (token.der.length > roomAt(place.byteRange)) return { neededBytes: token.der.length };
  fillPlace(place, token.der);
  return { pdf: place.pdf, fieldName, token };
}

function chooseName(taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = `Timestamp${number}`;
    if (!taken.includes(name)) return name;
  }
}
