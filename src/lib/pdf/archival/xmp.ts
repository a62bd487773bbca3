import { isoVietnameseTime } from '#lib/domain/signing-profile-lines.ts';
import { utf8, type Bytes } from '#lib/pki/bytes.ts';

export type DocumentDescription = {
  title: string;
  /** The program that people know. */
  creator: string;
  producer: string;
  createdAt: Date;
};

/** XMP packet that agrees with the document information and claims PDF/A-2u (ISO 19005-2 §6.6). */
export function xmpPacket(about: DocumentDescription): Bytes {
  const title = escapeXml(about.title);
  const createdAt = isoVietnameseTime(about.createdAt);
  return utf8(`<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>U</pdfaid:conformance>
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">${title}</rdf:li></rdf:Alt></dc:title>
   <dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language>
   <xmp:CreatorTool>${escapeXml(about.creator)}</xmp:CreatorTool>
   <xmp:CreateDate>${createdAt}</xmp:CreateDate>
   <xmp:ModifyDate>${createdAt}</xmp:ModifyDate>
   <pdf:Producer>${escapeXml(about.producer)}</pdf:Producer>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`);
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/gu, (character) => `&#${character.charCodeAt(0)};`);
}
