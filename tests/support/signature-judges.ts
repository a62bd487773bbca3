import { PdfString } from '#lib/pdf/objects/pdf-object.ts';
import { openPdf } from '#lib/pdf/reading/pdf-file.ts';
import { listSignatureFields } from '#lib/pdf/reading/signature-fields.ts';
import { readDerPrefix } from '#lib/pki/der/der-reader.ts';
import { runTool, temporaryFolder } from './outside-tools.ts';

export function pem(label: string, der: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;
}

/** A signature of a PDF taken out of it: what was signed, and the CMS or timestamp token. */
export type ExtractedSignature = {
  fieldName: string;
  subFilter: string;
  content: Uint8Array;
  cms: Uint8Array;
};

export function extractSignatures(pdf: Uint8Array): ExtractedSignature[] {
  const file = openPdf(pdf);
  return listSignatureFields(file).map(({ name, signature }) => {
    const [start = 0, head = 0, gapEnd = 0, tail = 0] =
      file.numbers(signature?.get('ByteRange')) ?? [];
    const contents = file.resolve(signature?.get('Contents'));
    if (!(contents instanceof PdfString)) throw new Error(`${name} has no contents`);
    return {
      fieldName: name,
      subFilter: file.name(signature?.get('SubFilter')) ?? '',
      content: Buffer.concat([
        pdf.subarray(start, start + head),
        pdf.subarray(gapEnd, gapEnd + tail),
      ]),
      cms: readDerPrefix(contents.bytes, 'ber').bytes,
    };
  });
}

/** OpenSSL's verdict on every signature and timestamp of a PDF; throws for one that it refuses. */
export function judgeByOpenssl(pdf: Uint8Array, root: Uint8Array, at: Date): string[] {
  using folder = temporaryFolder();
  const anchors = folder.write('root.pem', pem('CERTIFICATE', root));
  const time = `${Math.floor(at.getTime() / 1000)}`;
  return extractSignatures(pdf).map(({ subFilter, cms, content }) => {
    const cmsFile = folder.write('cms.der', cms);
    const contentFile = folder.write('content', content);
    if (subFilter === 'ETSI.RFC3161') {
      runTool(
        ...(['openssl', 'ts', '-verify', '-data', contentFile, '-in', cmsFile] as const),
        ...['-token_in', '-CAfile', anchors, '-attime', time],
      );
      return 'timestamp';
    }
    runTool(
      ...(['openssl', 'cms', '-verify', '-binary', '-cades', '-inform', 'DER'] as const),
      ...['-in', cmsFile, '-content', contentFile, '-CAfile', anchors, '-purpose', 'any'],
      ...['-attime', time, '-out', `${folder.path}/out`],
    );
    return 'signature';
  });
}

export type PopplerVerdict = { signer: string; isValid: boolean; isTrusted: boolean };

/** What poppler says of the signatures of a PDF when it trusts this root alone; it judges no timestamps. */
export function judgeByPoppler(pdf: Uint8Array, root: Uint8Array): PopplerVerdict[] {
  using folder = temporaryFolder();
  const file = folder.write('document.pdf', pdf);
  const anchor = folder.write('root.pem', pem('CERTIFICATE', root));
  const database = `sql:${folder.path}`;
  runTool('certutil', '-N', '-d', database, '--empty-password');
  runTool('certutil', '-A', '-d', database, '-n', 'root', '-t', 'CT,C,C', '-i', anchor);
  const said = runTool('pdfsig', '-nssdir', database, '-no-ocsp', file);
  const [, ...signatures] = said.split(/^Signature #\d+:$/mu);
  return signatures
    .filter((text) => text.includes('Signature Type: ETSI.CAdES.detached'))
    .map((text) => ({
      signer: /Common Name: (.*)/u.exec(text)?.[1]?.normalize('NFC') ?? '',
      isValid: text.includes('Signature Validation: Signature is Valid.'),
      isTrusted: text.includes('Certificate Validation: Certificate is Trusted.'),
    }));
}
