/**
 * The PDF with its title blanked out, byte for byte in place, so that every offset stays right: the
 * page that built it wrote there what the first person typed. For looking at only; the stored bytes,
 * and the signatures over them, are not touched.
 */
export function withoutTitle(pdf: Uint8Array): Uint8Array {
  const text = Buffer.from(pdf).toString('latin1');
  const blanked = text
    .replace(/(\/Title\s*<)([\dA-Fa-f\s]*)(>)/gu, blankInside('20'))
    .replace(/(\/Title\s*\()((?:\\[^]|[^\\()])*)(\))/gu, blankInside(' '))
    .replace(/(<dc:title>.*?<rdf:li[^>]*>)([^<]*)(<)/gsu, blankInside(' '));
  return Buffer.from(blanked, 'latin1');
}

function blankInside(blank: string) {
  return (_: string, before: string, inside: string, after: string) =>
    before + blank.repeat(inside.length).slice(0, inside.length) + after;
}
