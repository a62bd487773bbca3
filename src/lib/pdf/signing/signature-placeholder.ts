import { latin1, type Bytes } from '#lib/pki/bytes.ts';
import { dict, name, type PdfObject } from '../objects/pdf-object.ts';
import { dateString, textString } from '../objects/text-string.ts';
import { ByteSink } from '../writing/byte-sink.ts';
import { writeObject } from '../writing/write-object.ts';

/** Offset and length of the two signed parts, around the signature's hexadecimal string. */
export type ByteRange = readonly [number, number, number, number];

export type SignaturePlaceholder = {
  /** Text of the signature dictionary. */
  text: Bytes;
  /** Where in it the values of /ByteRange and /Contents begin. */
  byteRangeAt: number;
  contentsAt: number;
  /** Octets of the hexadecimal string with its brackets. */
  contentsLength: number;
};

/** Room for three numbers of ten digits. */
const BYTE_RANGE_LENGTH = '[0 0000000000 0000000000 0000000000]'.length;

/**
 * A signature dictionary (ISO 32000-1 §12.8.1, EN 319 142-1 §5.3) with room for `reservedBytes` of
 * CMS. /M tells the time; neither /Cert nor /Prop_Build.
 */
export function signaturePlaceholder(input: {
  signedAt: Date;
  reservedBytes: number;
  signerName?: string;
  reason?: string;
  location?: string;
  /** What signing locks. */
  reference?: PdfObject;
}): SignaturePlaceholder {
  return placeholder(input.reservedBytes, {
    Type: name('Sig'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name('ETSI.CAdES.detached'),
    M: dateString(input.signedAt),
    ...(input.signerName && { Name: textString(input.signerName) }),
    ...(input.reason && { Reason: textString(input.reason) }),
    ...(input.location && { Location: textString(input.location) }),
    ...(input.reference && { Reference: input.reference }),
  });
}

/**
 * A document timestamp (ISO 32000-2 §12.8.5, EN 319 142-1 §5.4.3) with room for a token of
 * `reservedBytes`. It tells its own time: no /M.
 */
export function timestampPlaceholder(reservedBytes: number): SignaturePlaceholder {
  return placeholder(reservedBytes, {
    Type: name('DocTimeStamp'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name('ETSI.RFC3161'),
  });
}

function placeholder(
  reservedBytes: number,
  described: Record<string, PdfObject>,
): SignaturePlaceholder {
  const sink = new ByteSink();
  writeObject(sink, dict(described));
  const text = new TextDecoder('latin1').decode(sink.finish());
  const open = `${text.slice(0, -2)}/ByteRange `;
  const between = `${open}${' '.repeat(BYTE_RANGE_LENGTH)}\n/Contents `;
  const contents = `<${'0'.repeat(reservedBytes * 2)}>`;
  return {
    text: latin1(`${between}${contents}\n>>`),
    byteRangeAt: open.length,
    contentsAt: between.length,
    contentsLength: contents.length,
  };
}

/** Writes the byte range into its room; the file is changed in place. */
export function fillByteRange(file: Uint8Array, at: number, range: ByteRange): void {
  file.set(latin1(`[${range.join(' ')}]`.padEnd(BYTE_RANGE_LENGTH)), at);
}
