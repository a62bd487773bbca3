import { isName } from '#lib/pdf/objects/pdf-object.ts';
import { readDateString, readTextString } from '#lib/pdf/objects/text-string.ts';
import type { PdfFile } from '#lib/pdf/reading/pdf-file.ts';
import type { Finding } from './preflight.ts';

/** Namespaces whose properties need no description of their own (6.6.2.3.1). */
const knownNamespaces = new Set([
  'adobe:ns:meta/',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  'http://purl.org/dc/elements/1.1/',
  'http://ns.adobe.com/xap/1.0/',
  'http://ns.adobe.com/pdf/1.3/',
  'http://www.aiim.org/pdfa/ns/id/',
]);

/** Clause 6.6: a readable packet that claims PDF/A-2u and says what the information dictionary says. */
export function* inspectMetadata(file: PdfFile): Generator<Finding> {
  const stream = file.stream(file.catalog.get('Metadata'));
  if (!stream || !isName(file.resolve(stream.dict.get('Subtype')), 'XML')) {
    yield '6.6.2.1: the document has no metadata';
    return;
  }
  if (stream.dict.has('Filter')) yield '6.6.2.1: the metadata are packed';
  const packet = new TextDecoder().decode(file.decode(stream).data);
  const header = /^<\?xpacket begin="\ufeff?" id="W5M0MpCehiHzreSzNTczkc9d"([^?]*)\?>/u.exec(
    packet,
  );
  if (!header) yield '6.6.2.1: the packet does not begin as it should';
  else if (/\b(?:bytes|encoding)=/u.test(header[1] ?? ''))
    yield '6.6.2.1: the packet says its size';
  for (const [, namespace = ''] of packet.matchAll(/xmlns:\w+="([^"]*)"/gu)) {
    if (!knownNamespaces.has(namespace)) yield `6.6.2.3.1: ${namespace} is not described`;
  }
  if (valueOf(packet, 'pdfaid:part') !== '2') yield '6.6.4: the document does not claim part 2';
  if (valueOf(packet, 'pdfaid:conformance') !== 'U') yield '6.6.4: the document does not claim U';
  yield* inspectAgreement(file, packet);
}

function* inspectAgreement(file: PdfFile, packet: string): Generator<Finding> {
  const info = file.dict(file.trailer.get('Info'));
  const pairs = {
    Title: 'dc:title',
    Creator: 'xmp:CreatorTool',
    Producer: 'pdf:Producer',
    CreationDate: 'xmp:CreateDate',
    ModDate: 'xmp:ModifyDate',
  };
  for (const [key, property] of Object.entries(pairs)) {
    const string = file.string(info?.get(key));
    if (!string) continue;
    const said = valueOf(packet, property) ?? '';
    const isSame = key.endsWith('Date')
      ? readDateString(string)?.getTime() === new Date(said).getTime()
      : readTextString(string) === said;
    if (!isSame) yield `6.1.5: /${key} says something else than ${property}`;
  }
}

/** Text of an element, of its only list item where it has a list. */
function valueOf(packet: string, property: string): string | null {
  const element = new RegExp(`<${property}>([\\s\\S]*?)</${property}>`, 'u').exec(packet)?.[1];
  const text = element?.replace(/<[^>]*>/gu, '').trim();
  return text?.replace(/&#(\d+);/gu, (_, code) => String.fromCharCode(Number(code))) ?? null;
}
